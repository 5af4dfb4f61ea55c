// Package record is the command record.
package record
