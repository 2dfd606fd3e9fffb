// What every page may use: one submit only, no lost typing, keys in lists. Every page is complete without it.
import { keepDrafts } from "./drafts.js";
import { easeFields } from "./fields.js";
import { guardForms } from "./forms.js";
import { offerMentions } from "./mentions.js";
import { fillParts } from "./parts.js";
import { walkLists } from "./lists.js";
import { hearNews } from "./news.js";
import { hideMissing } from "./pictures.js";
import { revealPasswords } from "./passwords.js";

easeFields(document);
keepDrafts(document);
guardForms(document);
offerMentions(document);
walkLists(document);
fillParts(document);
hearNews(document);
revealPasswords(document);
hideMissing(document);
