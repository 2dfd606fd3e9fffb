"""The application factory: one explicit object, blueprints that know nothing of it."""

from __future__ import annotations

from flask import Flask

from engine.engine import Engine
from portal import (
    assets,
    auth,
    calendars,
    cases,
    compression,
    deliveries,
    designs,
    documents,
    drafts,
    errors,
    feeds,
    guard,
    hands,
    headers,
    here,
    imports,
    inbox,
    incidents,
    languages,
    links,
    me,
    mine,
    notices,
    numbers,
    operations,
    overview,
    passwords,
    people,
    posts,
    previews,
    replays,
    start,
    talk,
    tasks,
    words,
)
from webhooks import receiving

#: A whole request: several files of engine.uploads.MAX_BYTES, and typing of a long form. Documented in docs/limits.md.
MAX_REQUEST_BYTES = 80_000_000
MAX_TYPED_BYTES = 2_000_000
MAX_PARTS = 4_000


def create_app(engine: Engine) -> Flask:
    """The portal of an engine, as a WSGI application."""
    app = Flask("portal", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MAX_TYPED_BYTES, MAX_FORM_PARTS=MAX_PARTS
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    here.init_app(app, engine)
    numbers.init_app(app)
    for part in (languages, words, assets, guard, compression, headers, errors):
        part.init_app(app)
    for feature in (
        *(auth, inbox, start, cases, replays, tasks, documents, me),
        *(drafts, hands, talk, previews),
        *(incidents, operations, deliveries, links, mine, posts, calendars),
        *(notices, feeds, overview),
        *(passwords, people, imports),
    ):
        app.register_blueprint(feature.bp)
    app.register_blueprint(designs.bp)
    app.register_blueprint(receiving.bp)
    return app
