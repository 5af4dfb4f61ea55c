// Package site turns the documentation into a static website: README.md is the home
// page, each Markdown file in docs is a page, and so are the changelog, the security
// policy, and the guide for contributors.
//
// Anchors are the ones that GitHub gives headings, so a link works in both places. Links
// between Markdown files become links between pages, links to other files of the
// repository lead to GitHub, and pictures are copied. A link to a file or heading that
// doesn't exist is an error, and so is HTML that this package doesn't know.
//
// All links are relative, and pages request nothing from other hosts. A version of the
// documentation is a folder that is named after it; the latest one is at the top.
//
// The package isn't part of patctl: only its own program, internal/site/generate,
// imports it.
package site
