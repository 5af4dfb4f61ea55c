package apply

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/planning"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
)

// readSavedPlan reads a plan and takes the values of variables that it keeps.
func readSavedPlan(e *cli.Env, v *cli.View, name string) (*planreport.Document, error) {
	e.Inputs.Add(e.Path(name))
	data, err := workspace.ReadLimitedFile(e.Path(name), workspace.MaxPlan)
	if err != nil {
		return nil, cli.ReadingError(e, "plan", cli.SavedPlan, name, err)
	}
	doc, err := planreport.ReadDocument(data)
	if err != nil {
		if other := cli.OtherKind(e, data, cli.SavedPlan, name); other != nil {
			return nil, other
		}
		return nil, fmt.Errorf("%s: %w", diag.Printable(name), err)
	}
	e.Saved = map[string]json.RawMessage{}
	var kept []string
	for i := range doc.Variables {
		if variable := &doc.Variables[i]; !variable.Sensitive {
			e.Saved[variable.Name] = variable.Value
			kept = append(kept, variable.Name)
		}
	}
	if len(kept) > 0 {
		v.Remark("The plan contains the values of these variables: %s.", diag.Printable(strings.Join(kept, ", ")))
	}
	return doc, nil
}

// remindOfSecrets says why a variable may lack a value that the plan had.
func remindOfSecrets(e *cli.Env, v *cli.View, saved *planreport.Document) {
	if saved == nil {
		return
	}
	if missing := secretsNotGiven(e, saved); len(missing) > 0 {
		v.Note("A plan does not contain the values of sensitive variables. Set them again: %s", diag.Printable(strings.Join(missing, ", ")))
	}
}

// secretsNotGiven are the sensitive variables of a plan that neither a flag nor
// the environment gives a value.
func secretsNotGiven(e *cli.Env, saved *planreport.Document) []string {
	var out []string
	for i := range saved.Variables {
		name := saved.Variables[i].Name
		given := slices.ContainsFunc(e.Global.Vars, func(a string) bool { return strings.HasPrefix(a, name+"=") }) || e.Getenv("PATCTL_VAR_"+name) != ""
		if saved.Variables[i].Sensitive && !given {
			out = append(out, name)
		}
	}
	return out
}

// refresh makes the plan again that was saved, and returns the new one. Where
// they differ, the saved one is stale: nothing in a file is believed.
func (o *applyOptions) refresh(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, saved *planreport.Document, open workspace.OpenCalls) (*planreport.Document, error) {
	in := planning.PlanInput{Open: open, Hashes: true}
	if saved.Baseline.Kind == planreport.BaselineGit && saved.Baseline.Revision != nil {
		in.Base = *saved.Baseline.Revision
	}
	judged := saved.Summary.Judged != nil && planning.HasReviews(cfg) && !o.noReviews
	if judged && len(saved.Organizations) == 0 {
		return nil, o.stale(e, v, saved, []string{"An older version of patctl made the plan, which does not specify the organizations."})
	}
	if judged {
		source := o.source
		source.Live.Organizations = saved.Organizations
		in.Source = &source
	}
	given := planreport.NewDocument(planreport.Input{Version: cli.BuildVersion(), Variables: plan.Variables(cfg, true), Hashes: planning.HashesOf(cfg)})
	if different := saved.Differences(given, planreport.Parts{}); len(different) > 0 {
		return nil, o.stale(e, v, saved, different) // without a call
	}
	fresh, err := planning.MakePlan(ctx, e, v, cfg, in)
	if err != nil {
		return nil, err
	}
	different := saved.Differences(fresh, planreport.Parts{Inventory: !o.noInventory, Judged: judged})
	if !o.noInventory && in.Base != "" && len(different) == 0 {
		if different, err = o.otherInventory(e, v, fresh); err != nil {
			return nil, err
		}
	}
	if !judged && len(saved.Reviews) > 0 && !o.noReviews {
		different = append(different, "The configuration no longer asks for reviews.")
	}
	if len(different) > 0 {
		return nil, o.stale(e, v, saved, different)
	}
	return fresh, nil
}

// otherInventory reports for a plan against a revision whether the inventory records
// something else.
func (o *applyOptions) otherInventory(e *cli.Env, v *cli.View, fresh *planreport.Document) ([]string, error) {
	now, err := planning.ReadInventory(e, v)
	if err != nil {
		return nil, err
	}
	if now.Hash() == fresh.Hashes.Baseline {
		return nil, nil
	}
	return []string{fmt.Sprintf("The plan was made with --base, but %s records different templates. To leave the file unchanged, use --no-inventory.", workspace.InventoryFile)}, nil
}

// maxDifferences is how many differences of a stale plan are listed.
const maxDifferences = 10

func (o *applyOptions) stale(e *cli.Env, v *cli.View, saved *planreport.Document, different []string) error {
	text := "The saved plan differs from what patctl would plan now. Nothing was done.\n"
	for i, line := range different {
		if i == maxDifferences {
			text += fmt.Sprintf("\n- and %d more", len(different)-i)
			break
		}
		text += "\n- " + diag.Printable(line)
	}
	text += "\n\nMake a new plan and review it:\n\n  " + planCommand(saved, o.plan)
	if missing := secretsNotGiven(e, saved); len(missing) > 0 {
		text += "\n\nA plan does not contain the values of sensitive variables. Set them again: " + diag.Printable(strings.Join(missing, ", "))
	}
	v.Diagnostics(diag.Diagnostics{diag.General("Saved plan is stale", text)}, nil)
	return cli.ErrPrinted
}

// planCommand is the command that makes the plan.
func planCommand(doc *planreport.Document, file string) string {
	words := []string{"patctl", "plan"}
	if doc.Baseline.Kind == planreport.BaselineGit && doc.Baseline.Revision != nil {
		words = append(words, "--base", cli.ShellWord(*doc.Baseline.Revision))
	}
	if doc.Summary.Judged != nil {
		words = append(words, "--live")
	}
	for i := range doc.Variables {
		if variable := &doc.Variables[i]; !variable.Sensitive {
			words = append(words, "--var", cli.ShellWord(variable.Name+"="+assigned(variable.Value)))
		}
	}
	return strings.Join(append(words, "--out", cli.ShellWord(file)), " ")
}

// assigned is a value as --var takes it.
func assigned(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// allowed refuses a plan before anything of it is done.
func (a *application) allowed() error {
	if !a.reviews() {
		return nil
	}
	if over := a.doc.Exceeded(); len(over) > 0 {
		a.view.Diagnostics(diag.Diagnostics{beyondLimits(over)}, nil)
		return cli.ErrPrinted
	}
	if err := (&apply.Run{Config: a.cfg}).Check(a.job()); err != nil {
		return fmt.Errorf("nothing was done, because the plan is not valid: %s", diag.Printable(err.Error()))
	}
	return nil
}

func beyondLimits(over []string) *diag.Diagnostic {
	return diag.General("Too many reviews for one run", fmt.Sprintf(
		"%s Nothing was done. If all of them are intended, raise the limit in the organization's review block. Otherwise, find the template or rule that affects so many of them.",
		diag.Printable(strings.Join(over, " "))))
}
