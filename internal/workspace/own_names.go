package workspace

// LockFile keeps a second apply out of the directory.
const LockFile = ".patctl.lock"

// JournalFile keeps, beside the configuration, every action of apply.
const JournalFile = "patctl.applied.jsonl"
