CREATE TABLE accounts (
	username VARCHAR(80) NOT NULL,
	person VARCHAR(32) NOT NULL,
	password TEXT NOT NULL,
	roles TEXT NOT NULL,
	active BOOLEAN NOT NULL, must_change BOOLEAN DEFAULT 0 NOT NULL, password_at VARCHAR(27),
	CONSTRAINT pk_accounts PRIMARY KEY (username),
	CONSTRAINT fk_accounts_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT uq_accounts_person UNIQUE (person)
);

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE attempts (
	username VARCHAR(80) NOT NULL,
	failed INTEGER NOT NULL,
	until VARCHAR(27),
	CONSTRAINT pk_attempts PRIMARY KEY (username)
);

CREATE TABLE blobs (
	sha256 VARCHAR(64) NOT NULL,
	size INTEGER NOT NULL,
	content BLOB NOT NULL,
	CONSTRAINT pk_blobs PRIMARY KEY (sha256)
);

CREATE TABLE calendar_editions (
	number INTEGER NOT NULL,
	version VARCHAR(40) NOT NULL,
	since DATE NOT NULL,
	decree TEXT NOT NULL,
	person VARCHAR(32),
	at VARCHAR(27) NOT NULL,
	about BLOB NOT NULL,
	CONSTRAINT pk_calendar_editions PRIMARY KEY (number),
	CONSTRAINT fk_calendar_editions_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT fk_calendar_editions_version_calendars FOREIGN KEY(version) REFERENCES calendars (version)
);

CREATE TABLE calendars (
	version VARCHAR(40) NOT NULL,
	content BLOB NOT NULL,
	added_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_calendars PRIMARY KEY (version)
);

CREATE TABLE case_starts (
	sop VARCHAR(64) NOT NULL,
	element VARCHAR(120) NOT NULL,
	part INTEGER NOT NULL,
	kind VARCHAR(8) NOT NULL,
	name VARCHAR(120),
	text TEXT,
	due_at VARCHAR(27),
	every VARCHAR(60),
	origin VARCHAR(27),
	round INTEGER,
	rounds INTEGER,
	failed TEXT,
	CONSTRAINT pk_case_starts PRIMARY KEY (sop, element, part)
);

CREATE INDEX case_starts_by_name ON case_starts (name);

CREATE INDEX ix_case_starts_due_at ON case_starts (due_at);

CREATE TABLE cases (
	id VARCHAR(32) NOT NULL,
	sop VARCHAR(64) NOT NULL,
	definition VARCHAR(64) NOT NULL,
	number VARCHAR(40) NOT NULL,
	title TEXT NOT NULL,
	calendar VARCHAR(40) NOT NULL,
	status VARCHAR(12) NOT NULL,
	step INTEGER,
	ending VARCHAR(120),
	started_by VARCHAR(32),
	started_at VARCHAR(27) NOT NULL,
	ended_at VARCHAR(27),
	version INTEGER NOT NULL,
	head VARCHAR(64) NOT NULL,
	snapshot_at INTEGER NOT NULL, told BOOLEAN DEFAULT 0 NOT NULL, times BLOB,
	CONSTRAINT pk_cases PRIMARY KEY (id),
	CONSTRAINT fk_cases_definition_definitions FOREIGN KEY(definition) REFERENCES definitions (digest),
	CONSTRAINT uq_cases_number UNIQUE (number)
);

CREATE INDEX cases_by_end ON cases (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX cases_by_sop ON cases (sop, started_at, id);

CREATE INDEX cases_by_sop_and_status ON cases (sop, status, started_at, id);

CREATE INDEX cases_by_start ON cases (started_at, id);

CREATE INDEX cases_by_status ON cases (status, started_at);

CREATE INDEX cases_end_untold ON cases (ended_at) WHERE status <> 'running' AND NOT told;

CREATE TABLE commands (
	"key" VARCHAR(200) NOT NULL,
	case_id VARCHAR(32) NOT NULL,
	seq INTEGER NOT NULL,
	CONSTRAINT pk_commands PRIMARY KEY ("key")
);

CREATE TABLE confidential (
	ref VARCHAR(32) NOT NULL,
	case_id VARCHAR(32) NOT NULL,
	task VARCHAR(300) NOT NULL,
	readers TEXT NOT NULL,
	content BLOB NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	stored_at VARCHAR(27) NOT NULL,
	purged BOOLEAN NOT NULL,
	CONSTRAINT pk_confidential PRIMARY KEY (ref),
	CONSTRAINT fk_confidential_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE definitions (
	digest VARCHAR(64) NOT NULL,
	sop VARCHAR(64) NOT NULL,
	version INTEGER NOT NULL,
	title TEXT NOT NULL,
	bundle BLOB NOT NULL,
	deployed_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_definitions PRIMARY KEY (digest),
	CONSTRAINT uq_definitions_sop_version UNIQUE (sop, version)
);

CREATE TABLE deliveries (
	id VARCHAR(40) NOT NULL,
	partner VARCHAR(40) NOT NULL,
	message VARCHAR(120) NOT NULL,
	case_id VARCHAR(32) NOT NULL,
	body BLOB NOT NULL,
	state VARCHAR(10) NOT NULL,
	attempts INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	created_at VARCHAR(27) NOT NULL,
	next_at VARCHAR(27),
	ended_at VARCHAR(27),
	CONSTRAINT pk_deliveries PRIMARY KEY (id),
	CONSTRAINT fk_deliveries_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id),
	CONSTRAINT fk_deliveries_partner_partners FOREIGN KEY(partner) REFERENCES partners (name)
);

CREATE INDEX deliveries_by_case ON deliveries (case_id, partner);

CREATE INDEX deliveries_by_state ON deliveries (state, created_at, id);

CREATE INDEX deliveries_by_time ON deliveries (created_at, id);

CREATE INDEX deliveries_held ON deliveries (partner) WHERE state = 'held';

CREATE TABLE delivery_attempts (
	delivery VARCHAR(40) NOT NULL,
	number INTEGER NOT NULL,
	at VARCHAR(27) NOT NULL,
	milliseconds INTEGER NOT NULL,
	status INTEGER,
	error VARCHAR(40),
	excerpt TEXT NOT NULL,
	CONSTRAINT pk_delivery_attempts PRIMARY KEY (delivery, number),
	CONSTRAINT fk_delivery_attempts_delivery_deliveries FOREIGN KEY(delivery) REFERENCES deliveries (id)
);

CREATE TABLE designs (
	sop VARCHAR(64) NOT NULL,
	version INTEGER NOT NULL,
	digest VARCHAR(64) NOT NULL,
	title TEXT NOT NULL,
	bundle BLOB NOT NULL,
	missing BLOB NOT NULL,
	kept_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_designs PRIMARY KEY (sop, version)
);

CREATE UNIQUE INDEX designs_by_digest ON designs (sop, digest);

CREATE TABLE documents (
	case_id VARCHAR(32) NOT NULL,
	"key" VARCHAR(120) NOT NULL,
	version INTEGER NOT NULL,
	kind VARCHAR(80) NOT NULL,
	title TEXT NOT NULL,
	state VARCHAR(20) NOT NULL,
	number VARCHAR(80),
	date VARCHAR(10),
	sha256 VARCHAR(64) NOT NULL,
	pages INTEGER NOT NULL,
	readers TEXT,
	seq INTEGER NOT NULL,
	made_at VARCHAR(27) NOT NULL, addressees TEXT,
	CONSTRAINT pk_documents PRIMARY KEY (case_id, "key", version),
	CONSTRAINT fk_documents_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE drafts (
	person VARCHAR(32) NOT NULL,
	subject VARCHAR(340) NOT NULL,
	case_id VARCHAR(32),
	task VARCHAR(300),
	revision INTEGER NOT NULL,
	saved_at VARCHAR(27) NOT NULL,
	basis VARCHAR(64) NOT NULL,
	content BLOB NOT NULL,
	CONSTRAINT pk_drafts PRIMARY KEY (person, subject),
	CONSTRAINT fk_drafts_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id),
	CONSTRAINT fk_drafts_person_persons FOREIGN KEY(person) REFERENCES persons (id)
);

CREATE INDEX drafts_by_age ON drafts (saved_at);

CREATE INDEX drafts_of_tasks ON drafts (case_id, task) WHERE case_id IS NOT NULL;

CREATE TABLE events (
	case_id VARCHAR(32) NOT NULL,
	seq INTEGER NOT NULL,
	kind VARCHAR(40) NOT NULL,
	at VARCHAR(27) NOT NULL,
	task VARCHAR(300),
	element VARCHAR(120),
	person VARCHAR(32),
	position VARCHAR(80),
	mandate VARCHAR(32),
	salt BLOB,
	input BLOB,
	commitment VARCHAR(64) NOT NULL,
	effects TEXT NOT NULL,
	digest VARCHAR(64) NOT NULL,
	engine VARCHAR(20) NOT NULL,
	previous VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_events PRIMARY KEY (case_id, seq),
	CONSTRAINT fk_events_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE feeds (
	digest VARCHAR(64) NOT NULL,
	person VARCHAR(32) NOT NULL,
	made_at VARCHAR(27) NOT NULL,
	used_on DATE,
	revoked_at VARCHAR(27),
	CONSTRAINT pk_feeds PRIMARY KEY (digest),
	CONSTRAINT fk_feeds_person_persons FOREIGN KEY(person) REFERENCES persons (id)
);

CREATE INDEX feeds_by_person ON feeds (person, made_at);

CREATE TABLE former_names (
	subject VARCHAR(100) NOT NULL,
	until VARCHAR(27) NOT NULL,
	name TEXT NOT NULL,
	CONSTRAINT pk_former_names PRIMARY KEY (subject, until)
);

CREATE TABLE holdings (
	position VARCHAR(80) NOT NULL,
	person VARCHAR(32) NOT NULL,
	since DATE NOT NULL,
	until DATE, letter TEXT, ended_at VARCHAR(27), end_reason TEXT,
	CONSTRAINT pk_holdings PRIMARY KEY (position, person, since),
	CONSTRAINT fk_holdings_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT fk_holdings_position_positions FOREIGN KEY(position) REFERENCES positions (id)
);

CREATE INDEX holdings_by_person ON holdings (person);

CREATE TABLE incidents (
	id VARCHAR(32) NOT NULL,
	case_id VARCHAR(32) NOT NULL,
	task VARCHAR(300),
	element VARCHAR(120),
	code VARCHAR(60) NOT NULL,
	message TEXT NOT NULL,
	detail TEXT NOT NULL,
	opened_at VARCHAR(27) NOT NULL,
	closed_at VARCHAR(27),
	closed_by VARCHAR(32),
	CONSTRAINT pk_incidents PRIMARY KEY (id),
	CONSTRAINT fk_incidents_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX incidents_open ON incidents (opened_at) WHERE closed_at IS NULL;

CREATE TABLE incoming (
	id INTEGER NOT NULL,
	partner VARCHAR(40) NOT NULL,
	webhook_id VARCHAR(200) NOT NULL,
	name VARCHAR(120) NOT NULL,
	reference VARCHAR(200) NOT NULL,
	body BLOB NOT NULL,
	received_at VARCHAR(27) NOT NULL,
	state VARCHAR(10) NOT NULL,
	reason TEXT,
	case_id VARCHAR(32),
	CONSTRAINT pk_incoming PRIMARY KEY (id),
	CONSTRAINT fk_incoming_partner_partners FOREIGN KEY(partner) REFERENCES partners (name),
	CONSTRAINT uq_incoming_partner_webhook_id UNIQUE (partner, webhook_id)
);

CREATE INDEX incoming_by_state ON incoming (state, id);

CREATE TABLE journal (
	seq INTEGER NOT NULL,
	at VARCHAR(27) NOT NULL,
	person VARCHAR(32),
	act VARCHAR(60) NOT NULL,
	subject VARCHAR(200) NOT NULL,
	about BLOB NOT NULL,
	previous VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_journal PRIMARY KEY (seq)
);

CREATE INDEX journal_by_act ON journal (act, seq);

CREATE INDEX journal_by_person ON journal (person, seq);

CREATE INDEX journal_by_subject ON journal (subject, seq);

CREATE INDEX journal_by_time ON journal (at);

CREATE TABLE link_sessions (
	token VARCHAR(64) NOT NULL,
	link VARCHAR(32) NOT NULL,
	csrf VARCHAR(64) NOT NULL,
	started_at VARCHAR(27) NOT NULL,
	expires_at VARCHAR(27) NOT NULL,
	ended_at VARCHAR(27),
	CONSTRAINT pk_link_sessions PRIMARY KEY (token),
	CONSTRAINT fk_link_sessions_link_links FOREIGN KEY(link) REFERENCES links (id)
);

CREATE INDEX link_sessions_by_link ON link_sessions (link);

CREATE TABLE links (
	id VARCHAR(32) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	case_id VARCHAR(32) NOT NULL,
	person VARCHAR(32) NOT NULL,
	made_at VARCHAR(27) NOT NULL,
	made_by VARCHAR(32),
	expires_at VARCHAR(27) NOT NULL,
	used_at VARCHAR(27),
	revoked_at VARCHAR(27),
	failed INTEGER NOT NULL,
	until VARCHAR(27),
	CONSTRAINT pk_links PRIMARY KEY (id),
	CONSTRAINT fk_links_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id),
	CONSTRAINT fk_links_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT uq_links_digest UNIQUE (digest)
);

CREATE INDEX links_by_case ON links (case_id, person);

CREATE TABLE mail_choices (
	person VARCHAR(32) NOT NULL,
	cadence VARCHAR(8) NOT NULL,
	language VARCHAR(8) NOT NULL,
	changed_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_mail_choices PRIMARY KEY (person),
	CONSTRAINT fk_mail_choices_person_persons FOREIGN KEY(person) REFERENCES persons (id)
);

CREATE TABLE mails (
	id VARCHAR(32) NOT NULL,
	"key" VARCHAR(120) NOT NULL,
	person VARCHAR(32) NOT NULL,
	kind VARCHAR(12) NOT NULL,
	state VARCHAR(10) NOT NULL,
	made_at VARCHAR(27) NOT NULL,
	due_at VARCHAR(27) NOT NULL,
	ended_at VARCHAR(27),
	tries INTEGER NOT NULL,
	problem VARCHAR(120),
	CONSTRAINT pk_mails PRIMARY KEY (id),
	CONSTRAINT fk_mails_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT uq_mails_key UNIQUE ("key")
);

CREATE INDEX mails_by_person ON mails (person, made_at);

CREATE INDEX mails_unsent ON mails (state, due_at) WHERE state IN ('waiting', 'sending', 'failed');

CREATE INDEX mails_waiting ON mails (person) WHERE state = 'waiting';

CREATE TABLE mandates (
	id VARCHAR(32) NOT NULL,
	position VARCHAR(80) NOT NULL,
	person VARCHAR(32) NOT NULL,
	form VARCHAR(4) NOT NULL,
	letter TEXT NOT NULL,
	since DATE NOT NULL,
	until DATE NOT NULL,
	withheld TEXT NOT NULL, ended_at VARCHAR(27), end_reason TEXT,
	CONSTRAINT pk_mandates PRIMARY KEY (id),
	CONSTRAINT fk_mandates_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT fk_mandates_position_positions FOREIGN KEY(position) REFERENCES positions (id)
);

CREATE INDEX mandates_by_person ON mandates (person);

CREATE INDEX mandates_by_position ON mandates (position);

CREATE TABLE messages (
	"key" VARCHAR(200) NOT NULL,
	name VARCHAR(120) NOT NULL,
	correlation VARCHAR(200) NOT NULL,
	payload BLOB NOT NULL,
	received_at VARCHAR(27) NOT NULL,
	case_id VARCHAR(32),
	seq INTEGER, aside TEXT,
	CONSTRAINT pk_messages PRIMARY KEY ("key")
);

CREATE INDEX messages_waiting ON messages (name, correlation) WHERE seq IS NULL;

CREATE TABLE notices (
	id INTEGER NOT NULL,
	"key" VARCHAR(64) NOT NULL,
	person VARCHAR(32) NOT NULL,
	kind VARCHAR(40) NOT NULL,
	at VARCHAR(27) NOT NULL,
	case_id VARCHAR(32),
	task VARCHAR(300),
	about BLOB NOT NULL,
	read_at VARCHAR(27), mailed BOOLEAN DEFAULT 0 NOT NULL, mail VARCHAR(32),
	CONSTRAINT pk_notices PRIMARY KEY (id),
	CONSTRAINT fk_notices_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id),
	CONSTRAINT fk_notices_person_persons FOREIGN KEY(person) REFERENCES persons (id),
	CONSTRAINT uq_notices_key UNIQUE ("key")
);

CREATE INDEX notices_by_person ON notices (person, id);

CREATE INDEX notices_of_mail ON notices (mail) WHERE mail IS NOT NULL;

CREATE INDEX notices_unmailed ON notices (id) WHERE NOT mailed;

CREATE INDEX notices_unread ON notices (person) WHERE read_at IS NULL;

CREATE INDEX notices_unread_of_task ON notices (case_id, task) WHERE read_at IS NULL;

CREATE TABLE numbers (
	unit VARCHAR(20) NOT NULL,
	year INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,
	text VARCHAR(80) NOT NULL,
	case_id VARCHAR(32) NOT NULL,
	document VARCHAR(120) NOT NULL,
	seq INTEGER NOT NULL,
	given_at VARCHAR(27) NOT NULL,
	void_reason TEXT,
	CONSTRAINT pk_numbers PRIMARY KEY (unit, year, ordinal),
	CONSTRAINT fk_numbers_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id),
	CONSTRAINT uq_numbers_case_id_document_unit_year UNIQUE (case_id, document, unit, year)
);

CREATE INDEX numbers_by_text ON numbers (text);

CREATE TABLE partner_secrets (
	id INTEGER NOT NULL,
	partner VARCHAR(40) NOT NULL,
	direction VARCHAR(3) NOT NULL,
	content BLOB NOT NULL,
	made_at VARCHAR(27) NOT NULL,
	until VARCHAR(27),
	CONSTRAINT pk_partner_secrets PRIMARY KEY (id),
	CONSTRAINT fk_partner_secrets_partner_partners FOREIGN KEY(partner) REFERENCES partners (name)
);

CREATE INDEX partner_secrets_by_partner ON partner_secrets (partner, direction);

CREATE TABLE partners (
	name VARCHAR(40) NOT NULL,
	title TEXT NOT NULL,
	address TEXT NOT NULL,
	sends TEXT NOT NULL,
	answers TEXT NOT NULL,
	internal BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	why TEXT,
	added_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_partners PRIMARY KEY (name)
);

CREATE TABLE persons (
	id VARCHAR(32) NOT NULL,
	nip VARCHAR(18),
	name TEXT NOT NULL,
	rank VARCHAR(60),
	grade VARCHAR(10),
	job_title TEXT,
	unit TEXT,
	email TEXT, left_as VARCHAR(10), left_on DATE,
	CONSTRAINT pk_persons PRIMARY KEY (id),
	CONSTRAINT uq_persons_nip UNIQUE (nip)
);

CREATE INDEX persons_by_name ON persons (name, id);

CREATE TABLE positions (
	id VARCHAR(80) NOT NULL,
	title TEXT NOT NULL,
	unit VARCHAR(40) NOT NULL,
	superior VARCHAR(80),
	CONSTRAINT pk_positions PRIMARY KEY (id),
	CONSTRAINT fk_positions_unit_units FOREIGN KEY(unit) REFERENCES units (id)
);

CREATE TABLE pulses (
	name VARCHAR(40) NOT NULL,
	at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_pulses PRIMARY KEY (name)
);

CREATE TABLE service_jobs (
	case_id VARCHAR(32) NOT NULL,
	task VARCHAR(300) NOT NULL,
	element VARCHAR(120) NOT NULL,
	handler VARCHAR(120) NOT NULL,
	attempt INTEGER NOT NULL,
	CONSTRAINT pk_service_jobs PRIMARY KEY (case_id, task),
	CONSTRAINT fk_service_jobs_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE sessions (
	token VARCHAR(64) NOT NULL,
	username VARCHAR(80) NOT NULL,
	csrf VARCHAR(64) NOT NULL,
	started_at VARCHAR(27) NOT NULL,
	expires_at VARCHAR(27) NOT NULL,
	ended_at VARCHAR(27),
	CONSTRAINT pk_sessions PRIMARY KEY (token),
	CONSTRAINT fk_sessions_username_accounts FOREIGN KEY(username) REFERENCES accounts (username)
);

CREATE INDEX sessions_by_account ON sessions (username, started_at);

CREATE TABLE snapshots (
	case_id VARCHAR(32) NOT NULL,
	seq INTEGER NOT NULL,
	state BLOB NOT NULL, clock BLOB,
	CONSTRAINT pk_snapshots PRIMARY KEY (case_id, seq),
	CONSTRAINT fk_snapshots_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE subscriptions (
	case_id VARCHAR(32) NOT NULL,
	task VARCHAR(300) NOT NULL,
	element VARCHAR(120) NOT NULL,
	message VARCHAR(120) NOT NULL,
	correlation VARCHAR(200) NOT NULL,
	CONSTRAINT pk_subscriptions PRIMARY KEY (case_id, task),
	CONSTRAINT fk_subscriptions_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX subscriptions_by_message ON subscriptions (message, correlation);

CREATE TABLE summaries (
	case_id VARCHAR(32) NOT NULL,
	seq INTEGER NOT NULL,
	state BLOB NOT NULL,
	CONSTRAINT pk_summaries PRIMARY KEY (case_id),
	CONSTRAINT fk_summaries_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE tally_cases (
	month VARCHAR(7) NOT NULL,
	sop VARCHAR(64) NOT NULL,
	status VARCHAR(12) NOT NULL,
	ending VARCHAR(120) NOT NULL,
	number INTEGER NOT NULL,
	CONSTRAINT pk_tally_cases PRIMARY KEY (month, sop, status, ending)
);

CREATE TABLE tally_done (
	month VARCHAR(7) NOT NULL,
	sop VARCHAR(64) NOT NULL,
	position VARCHAR(80) NOT NULL,
	person VARCHAR(32) NOT NULL,
	number INTEGER NOT NULL,
	CONSTRAINT pk_tally_done PRIMARY KEY (month, sop, position, person)
);

CREATE TABLE tally_months (
	month VARCHAR(7) NOT NULL,
	counted_at VARCHAR(27) NOT NULL,
	sealed BOOLEAN NOT NULL,
	CONSTRAINT pk_tally_months PRIMARY KEY (month)
);

CREATE TABLE tally_steps (
	month VARCHAR(7) NOT NULL,
	sop VARCHAR(64) NOT NULL,
	step INTEGER NOT NULL,
	position VARCHAR(80) NOT NULL,
	kind VARCHAR(4) NOT NULL,
	standard INTEGER NOT NULL,
	days INTEGER NOT NULL,
	number INTEGER NOT NULL,
	CONSTRAINT pk_tally_steps PRIMARY KEY (month, sop, step, position, kind, standard, days)
);

CREATE TABLE tasks (
	case_id VARCHAR(32) NOT NULL,
	id VARCHAR(300) NOT NULL,
	kind VARCHAR(8) NOT NULL,
	state VARCHAR(10) NOT NULL,
	element VARCHAR(120) NOT NULL,
	name TEXT NOT NULL,
	sop VARCHAR(64) NOT NULL,
	step INTEGER,
	form VARCHAR(80),
	position VARCHAR(80),
	participant VARCHAR(18),
	external BOOLEAN NOT NULL,
	opened_at VARCHAR(27) NOT NULL,
	due_at VARCHAR(27),
	claimed_by VARCHAR(32),
	claimed_at VARCHAR(27),
	closed_at VARCHAR(27),
	closed_by VARCHAR(32),
	version INTEGER NOT NULL, handed_by VARCHAR(32), handed_because TEXT, told BOOLEAN DEFAULT 0 NOT NULL, step_since VARCHAR(27), paused INTEGER DEFAULT '0' NOT NULL, remind_at VARCHAR(27), reminded INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_tasks PRIMARY KEY (case_id, id),
	CONSTRAINT fk_tasks_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX tasks_by_age ON tasks (position, opened_at) WHERE state = 'open';

CREATE INDEX tasks_by_participant ON tasks (participant, due_at) WHERE state = 'open';

CREATE INDEX tasks_by_position ON tasks (position, due_at) WHERE state = 'open';

CREATE INDEX tasks_claimed ON tasks (claimed_by, due_at) WHERE state = 'open' AND claimed_by IS NOT NULL;

CREATE INDEX tasks_closed_by ON tasks (case_id, element, closed_by);

CREATE INDEX tasks_closed_by_sop ON tasks (position, sop, case_id) WHERE closed_at IS NOT NULL;

CREATE INDEX tasks_of_person ON tasks (closed_by, closed_at, case_id);

CREATE INDEX tasks_of_position ON tasks (position, closed_at, case_id) WHERE closed_at IS NOT NULL;

CREATE INDEX tasks_open_by_sop ON tasks (position, sop, case_id) WHERE state = 'open';

CREATE INDEX tasks_open_counted ON tasks (sop, step, position, external, due_at, state) WHERE state = 'open';

CREATE INDEX tasks_open_of_case ON tasks (case_id) WHERE state = 'open';

CREATE INDEX tasks_outside ON tasks (position, due_at, opened_at) WHERE state = 'open' AND external = 1;

CREATE INDEX tasks_to_remind ON tasks (remind_at) WHERE state = 'open' AND remind_at IS NOT NULL;

CREATE INDEX tasks_untold ON tasks (opened_at) WHERE (state = 'open') <> told;

CREATE TABLE timers (
	case_id VARCHAR(32) NOT NULL,
	task VARCHAR(300) NOT NULL,
	element VARCHAR(120) NOT NULL,
	due_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_timers PRIMARY KEY (case_id, task),
	CONSTRAINT fk_timers_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_timers_due_at ON timers (due_at);

CREATE TABLE units (
	id VARCHAR(40) NOT NULL,
	name TEXT NOT NULL,
	short VARCHAR(40) NOT NULL,
	code VARCHAR(20) NOT NULL,
	CONSTRAINT pk_units PRIMARY KEY (id)
);

CREATE TABLE uploads (
	id VARCHAR(32) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	name TEXT NOT NULL,
	media_type VARCHAR(120) NOT NULL,
	size INTEGER NOT NULL,
	person VARCHAR(32) NOT NULL,
	stored_at VARCHAR(27) NOT NULL,
	CONSTRAINT pk_uploads PRIMARY KEY (id),
	CONSTRAINT fk_uploads_sha256_blobs FOREIGN KEY(sha256) REFERENCES blobs (sha256)
);

CREATE INDEX uploads_by_person ON uploads (person, sha256);

