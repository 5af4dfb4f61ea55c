// Package postgres keeps the queue, the journal, the status, and what was told in a PostgreSQL
// database (version 14 or later), for several processes that share the work. Everything is in
// the schema patctl. It decides nothing about requests and tokens.
//
// The row of an organization in patctl.organization is the truth about its looks. A job of
// River only wakes a process up: it carries the ticket of the row, and one with an old ticket
// does nothing. So a job may be lost, late, or there twice.
//
// All locks of a process are advisory locks of one session, and the journal is written on that
// session. PostgreSQL drops the locks when the session ends, and then the journal can't be
// written, so that no call is made without the lock. This needs a direct connection, or a pooler
// that keeps sessions.
package postgres
