// What every page may use: one submit only, no lost typing, keys in lists. Every page is complete without it.
import { easeFields } from "./fields.js";
import { guardForms } from "./forms.js";
import { fillParts } from "./parts.js";
import { walkLists } from "./lists.js";
import { hearNews } from "./news.js";

easeFields(document);
guardForms(document);
walkLists(document);
fillParts(document);
hearNews(document);
