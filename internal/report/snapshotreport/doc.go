// Package snapshotreport is what was read of organizations, as text.
package snapshotreport
