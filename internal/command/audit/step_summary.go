package audit

import (
	"errors"
	"os"

	"github.com/patctl/patctl/internal/cli"
)

// stepSummary names the file to which a step of a workflow appends Markdown
// that is to be shown with the run.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
const stepSummary = "GITHUB_STEP_SUMMARY"

// appendStepSummary appends to the summary of the step. Outside of a workflow
// there is none, and prints a note.
func appendStepSummary(e *cli.Env, v *cli.View, markdown []byte) error {
	name := e.Getenv(stepSummary)
	if name == "" {
		v.Remark("patctl wrote no job summary, because %s is not set.", stepSummary)
		return nil
	}
	if err := e.CheckOutput(e.Path(name)); err != nil {
		return err
	}
	f, err := os.OpenFile(e.Path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return cli.Cause(err)
	}
	_, err = f.Write(markdown)
	return cli.Cause(errors.Join(err, f.Close()))
}
