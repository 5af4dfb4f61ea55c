// Package links is the command links: prefilled links in the files of a project.
package links
