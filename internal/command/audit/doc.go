// Package audit holds the commands audit and report: verdicts on requests and tokens, judged now or saved.
package audit
