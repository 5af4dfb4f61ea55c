// Package auditlog reads the events of an enterprise's audit log, as streams of the audit
// log write them, and adds the calls of tokens to a usage.Builder. It reads JSON lines, a
// list, objects one after another, one event, each also compressed with gzip, and the
// events that Splunk's HTTP Event Collector wraps. What it cannot read is a gap.
//
// It keeps no bodies, queries, paths, addresses, or hashes of tokens, and its gaps and
// errors never quote an event. What the calls mean for a permission is not known here.
//
// https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/streaming-the-audit-log-for-your-enterprise
package auditlog
