// Package planreport is the document of a plan: text, JSON and Markdown. A saved
// plan is read again, and compared with one that is made now.
package planreport
