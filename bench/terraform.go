package main

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
)

// noTerraform is what a row has in place of figures.
const noTerraform = "terraform: not installed"

// terraformEnv lets Terraform ask nobody.
var terraformEnv = []string{"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}

// side is one way to write blocks with the same content.
type side struct {
	file, block, before, after string
}

var (
	ours   = side{"main.pat.hcl", `template "service_%d"`, "", ""}
	theirs = side{"main.tf", `resource "terraform_data" "service_%d"`, "  input = {\n", "  }\n"}
)

// write writes blocks with arguments that are not yet aligned. One in a hundred has the word.
func (s side) write(dir string, count int, word string) error {
	return writeFile(filepath.Join(dir, s.file), func(w io.Writer) {
		for i := range count {
			verb := "needs"
			if i%100 == 0 {
				verb = word
			}
			fmt.Fprintf(w, s.block+" {\n%s", i, s.before)
			fmt.Fprintf(w, `  name = "service-%d"
  description = "Reads and writes what service %d %s."
  target_name = "octo-org"
  expires_in = %d
  permissions = merge({ contents = "read" }, { contents = "write", issues = "read" })
  repositories = ["octo-org/service-%d"]
  labels = { team = "team-%d" }
`, i, i, verb, 1+i%366, i, i%50)
			fmt.Fprint(w, s.after+"}\n")
		}
	})
}

const stateType = `["object",{"description":"string","expires_in":"number","labels":["object",{"team":"string"}],"name":"string","permissions":["object",{"contents":"string","issues":"string"}],"repositories":["tuple",["string"]],"target_name":"string"}]`

// writeState writes what terraform apply would record of all blocks. Running it takes far
// longer than everything that is measured here.
func writeState(dir string, count int) error {
	return writeFile(filepath.Join(dir, "terraform.tfstate"), func(w io.Writer) {
		fmt.Fprint(w, `{"version":4,"terraform_version":"1.0.0","serial":1,"lineage":"bench","outputs":{},"resources":[`)
		for i := range count {
			if i > 0 {
				fmt.Fprint(w, ",\n")
			}
			value := fmt.Sprintf(`{"description":"Reads and writes what service %d needs.","expires_in":%d,"labels":{"team":"team-%d"},"name":"service-%d",`+
				`"permissions":{"contents":"write","issues":"read"},"repositories":["octo-org/service-%d"],"target_name":"octo-org"}`, i, 1+i%366, i%50, i, i)
			data := `{"value":` + value + `,"type":` + stateType + `}`
			fmt.Fprintf(w, `{"mode":"managed","type":"terraform_data","name":"service_%d","provider":"provider[\"terraform.io/builtin/terraform\"]",`+
				`"instances":[{"schema_version":0,"attributes":{"id":"%d","input":%s,"output":%s,"triggers_replace":null},"sensitive_attributes":[]}]}`, i, i, data, data)
		}
		fmt.Fprint(w, `],"check_results":null}`)
	})
}

// besideTerraform compares patctl with Terraform on the same content. A plan has a change in
// one of a hundred blocks.
func besideTerraform(b *bench) ([]row, error) {
	count := b.little(10_000, 100)
	ourDir, err := b.folder("ours")
	if err != nil {
		return nil, err
	}
	if err := ours.write(ourDir, count, "needs"); err != nil {
		return nil, err
	}
	theirDir, err := b.folder("theirs")
	if err != nil {
		return nil, err
	}
	if err := theirs.write(theirDir, count, "needs"); err != nil {
		return nil, err
	}
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		terraform = ""
	} else if _, err := b.run(program{name: "terraform init", args: []string{terraform, "-chdir=" + theirDir, "init", "-input=false"}, env: terraformEnv}); err != nil {
		return nil, err
	}
	compare := func(what string, least float64, ourArgs, theirArgs []string) (row, error) {
		return b.besideTerraform(what, grouped(count)+" blocks", least, append([]string{b.patctl}, ourArgs...), terraform, theirArgs)
	}
	validate, err := compare("`validate`", 3, []string{"--chdir", ourDir, "validate"}, []string{"-chdir=" + theirDir, "validate"})
	if err != nil {
		return nil, err
	}
	format, err := compare("`fmt`", 2, []string{"fmt", "--write=false", "--list=false", filepath.Join(ourDir, ours.file)},
		[]string{"fmt", "-write=false", "-list=false", filepath.Join(theirDir, theirs.file)})
	if err != nil {
		return nil, err
	}
	if err := b.change(ourDir, theirDir, count); err != nil {
		return nil, err
	}
	plan, err := compare("`plan`, 1 % changed", 10, []string{"--chdir", ourDir, "plan"}, []string{"-chdir=" + theirDir, "plan", "-input=false", "-refresh=false"})
	return []row{validate, format, plan}, err
}

// change records all blocks, and then changes some.
func (b *bench) change(ourDir, theirDir string, count int) error {
	if _, err := b.run(program{name: "patctl apply", args: []string{b.patctl, "--chdir", ourDir, "apply", "--auto-approve", "--no-reviews"}}); err != nil {
		return err
	}
	if err := writeState(theirDir, count); err != nil {
		return err
	}
	if err := ours.write(ourDir, count, "uses"); err != nil {
		return err
	}
	return theirs.write(theirDir, count, "uses")
}

// besideTerraform measures one command. The goal is to be at least so many times as fast.
func (b *bench) besideTerraform(what, size string, least float64, ourArgs []string, terraform string, theirArgs []string) (row, error) {
	b.say("%s beside Terraform", what)
	programs := []program{{name: "patctl", args: ourArgs, status: 2}}
	if terraform != "" {
		programs = append(programs, program{name: "terraform", args: append([]string{terraform}, theirArgs...), env: terraformEnv})
	}
	taken, err := b.rounds(b.slowRuns, programs...)
	if err != nil {
		return row{}, err
	}
	if terraform == "" {
		return alone(what, size, taken[0], noTerraform), nil
	}
	r := compared(what, size, taken[0], "terraform", taken[1])
	r.expect(fmt.Sprintf("%g times as fast", least), over(taken[1].wall, taken[0].wall) >= least)
	return r, nil
}
