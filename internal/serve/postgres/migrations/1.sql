create table patctl.organization (
	key         text primary key,                  -- the login in lower case
	login       text not null,
	lock        bigint not null,                   -- the advisory lock that a look holds
	waiting     boolean not null default false,    -- a look is asked for and has not begun
	running     boolean not null default false,    -- a look has begun; waiting then asks for another one
	signalled   boolean not null default false,    -- a job was inserted for the look that is waiting
	ticket      bigint not null default 0,         -- of the newest job; others do nothing
	job         bigint,                            -- the newest job in river_job
	slow        boolean not null default false,    -- the lane
	failures    integer not null default 0,        -- looks in a row that failed
	due         timestamptz not null default now(), -- when the look that is waiting may begin
	since       timestamptz,                       -- the oldest event that asked for it; null: a sweep
	began       timestamptz,                       -- of the look that is running
	began_since timestamptz,                       -- its since, for the case that its process dies
	orphaned    timestamptz,                       -- when its lock was first seen to be free
	ended       timestamptz                        -- of the last look
) with (fillfactor = 70);

-- Entries are kept for good. The indexes find the few of them that Open and Revoked need.
create table patctl.journal (
	id           bigint generated always as identity primary key,
	organization text not null,
	run          text not null,
	call         integer not null,
	phase        text not null,
	action       text not null,
	at           timestamptz not null,
	open         boolean not null, -- the entry before a call whose result is not known
	entry        text not null     -- JSON, as in a journal file
);
create index journal_call on patctl.journal (organization, run, call);
create index journal_open on patctl.journal (organization) where open;
create index journal_revoked on patctl.journal (organization, at) where phase = 'before' and action = 'revoke';

create table patctl.status (
	key    text primary key,
	status text not null -- JSON
) with (fillfactor = 70);

create table patctl.told (
	organization text not null, -- the login in lower case
	login        text not null,
	target       text not null,
	subject      text not null,
	verdict      bytea not null, -- any text, also one that PostgreSQL rejects
	external     text not null,
	told         boolean not null,
	at           timestamptz not null,
	primary key (organization, target, subject)
);
