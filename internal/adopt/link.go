package adopt

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/prefill"
)

// LinkInput is what templates are made from.
type LinkInput struct {
	Config *hcl.Configuration // the existing one; without files it has no sources
	Links  []string
	Load   Loader
}

// LinkOutput is configuration for links, in canonical layout.
type LinkOutput struct {
	Source    []byte // nil: there is nothing to write
	Templates int
	Same      []Same // links that were left out
}

// Same is a link that a template has already.
type Same struct{ URL, Address string }

// Links makes a template of each link, with the same link. The diagnostics are
// about the links, and have no places, or about policies that cannot judge the
// templates; with an error among them there is no output. A link that comes twice becomes one template.
func Links(in LinkInput) (*LinkOutput, diag.Diagnostics) {
	l := &linkAdoption{LinkInput: in, ofLabel: map[string]rawLink{}, seen: map[string]string{}, messages: map[string]int{}, rest: map[string]*diag.Diagnostic{}}
	for _, t := range in.Config.Templates {
		l.seen[prefill.URL(in.Config.Host, t.Template, in.Config.Catalog)] = t.Address
	}
	l.read()
	if len(l.doc.templates) == 0 {
		return &l.out, l.diags
	}
	src, err := formatted(&l.doc)
	if err != nil {
		l.diags = append(l.diags, diag.General("Too many links", err.Error()+"."))
		return nil, l.diags
	}
	l.prove(in.Load(src))
	if l.diags.HasErrors() {
		return nil, l.diags
	}
	l.out.Source, l.out.Templates = src, len(l.doc.templates)
	return &l.out, l.diags
}

type linkAdoption struct {
	LinkInput
	doc     document
	out     LinkOutput
	diags   diag.Diagnostics
	ofLabel map[string]rawLink
	seen    map[string]string // address by link
	host    string            // of the first link
	// messages counts the diagnostics about each link.
	messages map[string]int
	rest     map[string]*diag.Diagnostic // the one for those that are not listed
	checks   *linkcheck.Checker          // of links as patctl links makes them; nil: not needed yet
}

// rawLink is a link that was read, with what was read.
type rawLink struct {
	prefill.Link
	raw string
}

// read takes the links apart and makes templates of them.
func (l *linkAdoption) read() {
	namer := newNamer(l.Config)
	for _, raw := range l.Links {
		link, err := prefill.Parse(raw, l.Config.Catalog)
		if err != nil {
			l.diags = append(l.diags, diag.General("Not a template link", capitalized(err.Error())+"."))
			continue
		}
		url := prefill.URL(link.Host, link.Template, l.Config.Catalog)
		l.dropped(link, raw)
		l.encoding(link, raw)
		if l.tooLong(link, raw) || !l.sameHost(link, raw) {
			continue
		}
		if address, ok := l.seen[url]; ok {
			l.out.Same = append(l.out.Same, Same{url, address})
			continue
		}
		if name, target := link.Template.Name, link.Template.TargetName; name != "" {
			if !namer.free(target, name) {
				l.error(raw, "Duplicate template name", "Another template with the same resource owner and a different link already has the name %q. patctl matches tokens by name. Change the name in the link.", name)
				continue
			}
			namer.names[nameKey(target, name)] = true
		}
		b := block{Template: link.Template, label: namer.label(link.Template.Name)}
		l.seen[url] = "template." + b.label
		l.ofLabel[b.label] = rawLink{link, raw}
		l.doc.templates = append(l.doc.templates, b)
	}
}

func capitalized(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// prove takes over what the checks say about the templates, and makes sure that
// each has the link that it was made from.
func (l *linkAdoption) prove(cfg *hcl.Configuration, diags diag.Diagnostics) {
	for _, d := range diags {
		if !isOurs(d) {
			if diag.IsError(d) {
				l.diags = append(l.diags, d) // a policy cannot judge a template without labels
			}
			continue
		}
		general := *d
		general.Subject, general.Context = nil, nil
		if link, ok := l.ofLabel[strings.TrimPrefix(addressAt(cfg, d.Subject), "template.")]; ok {
			l.about(&general, link.raw)
			continue
		}
		l.diags = append(l.diags, &general)
	}
	for _, t := range cfg.Templates {
		link, ok := l.ofLabel[strings.TrimPrefix(t.Address, "template.")]
		if l.diags.HasErrors() || !ok || t.Range.Filename != FileName {
			continue
		}
		want := prefill.URL(link.Host, link.Template, l.Config.Catalog)
		if got := prefill.URL(cfg.Host, t.Template, cfg.Catalog); got != want && composed(link.Template.Name+link.Template.Description) {
			panic(fmt.Sprintf("adopt: the template of %s has the link %s", want, got))
		}
	}
}
