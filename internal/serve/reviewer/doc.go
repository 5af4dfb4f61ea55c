// Package reviewer makes one look at one organization: it finds out the results of calls that
// an earlier process left open, reads requests and tokens, judges them, carries out the reviews
// that apply would carry out, and keeps what came of it.
//
// It has no plan and no guards of its own but one: because looks repeat, max_revoke_share holds
// for all revocations of 24 hours. It decides nothing about when to look, and tells nobody.
package reviewer
