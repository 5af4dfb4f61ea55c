package main

import (
	"slices"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	admission "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// sendTime is what a server needs beside --grace to close connections, and to send what is
// left.
const sendTime = 10 * time.Second

// pod is the template of Pods.
type pod struct {
	kind string
	meta meta.ObjectMeta
	spec core.PodSpec
	*cluster
}

func (p *pod) check() {
	p.checkSecurity()
	if p.spec.AutomountServiceAccountToken == nil || *p.spec.AutomountServiceAccountToken {
		p.problem("the Pods of the %s get a token of Kubernetes", p.kind)
	}
	if name := p.spec.ServiceAccountName; name != "" && !slices.ContainsFunc(p.accounts, func(a *core.ServiceAccount) bool { return a.Name == name }) {
		p.problem("the %s names the ServiceAccount %s, which does not exist", p.kind, name)
	}
	if len(p.spec.Containers) != 1 {
		p.problem("the %s has %d containers", p.kind, len(p.spec.Containers))
		return
	}
	container := &p.spec.Containers[0]
	p.checkContainer(container)
	files := p.files(container)
	for _, env := range container.Env {
		if strings.HasSuffix(env.Name, "_FILE") && !slices.Contains(files, env.Value) {
			p.problem("%s of the %s is %s, where no volume has a file", env.Name, p.kind, env.Value)
		}
		if from := env.ValueFrom; from != nil && from.SecretKeyRef != nil {
			p.secretKey("the "+p.kind, from.SecretKeyRef.Name, from.SecretKeyRef.Key)
		}
	}
}

// checkSecurity compares the Pods with the strictest of Kubernetes' own levels.
func (p *pod) checkSecurity() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		p.problem("%v", err)
		return
	}
	level := admission.LevelVersion{Level: admission.LevelRestricted, Version: admission.LatestVersion()}
	if r := policy.AggregateCheckResults(evaluator.EvaluatePod(level, &p.meta, &p.spec)); !r.Allowed {
		p.problem("the level restricted forbids the Pods of the %s: %s", p.kind, r.ForbiddenDetail())
	}
}

func (p *pod) checkContainer(c *core.Container) {
	if s := c.SecurityContext; s == nil || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem {
		p.problem("the root file system of the %s can be written", p.kind)
	}
	if _, ok := c.Resources.Limits[core.ResourceMemory]; !ok || c.Resources.Requests.Cpu().IsZero() {
		p.problem("the %s has no limit of memory, or requests no CPU", p.kind)
	}
	if p.kind != "Deployment" {
		return
	}
	for name, probe := range map[string]*core.Probe{"/healthz": c.LivenessProbe, "/readyz": c.ReadinessProbe} {
		if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != name {
			p.problem("no probe asks for %s", name)
			continue
		}
		p.port("a probe", probe.HTTPGet.Port, p.spec)
	}
	grace, ok := graceOf(c.Args)
	if c.Lifecycle != nil && c.Lifecycle.PreStop != nil && c.Lifecycle.PreStop.Sleep != nil {
		grace += time.Duration(c.Lifecycle.PreStop.Sleep.Seconds) * time.Second
	}
	if limit := p.spec.TerminationGracePeriodSeconds; !ok || limit == nil || time.Duration(*limit)*time.Second < grace+sendTime {
		p.problem("terminationGracePeriodSeconds is too short for preStop and --grace")
	}
}

// files returns the paths of the files in the volumes of a container.
func (p *pod) files(c *core.Container) []string {
	var files []string
	for _, v := range p.spec.Volumes {
		i := slices.IndexFunc(c.VolumeMounts, func(m core.VolumeMount) bool { return m.Name == v.Name })
		if i < 0 || !c.VolumeMounts[i].ReadOnly || c.VolumeMounts[i].SubPath != "" {
			p.problem("the volume %s of the %s is not mounted as a whole, to be read", v.Name, p.kind)
			continue
		}
		if v.ConfigMap != nil && p.config(v.ConfigMap.Name) == nil {
			p.problem("the %s names the ConfigMap %s, which does not exist", p.kind, v.ConfigMap.Name)
		}
		if v.Secret == nil {
			continue
		}
		for _, item := range v.Secret.Items {
			p.secretKey("the "+p.kind, v.Secret.SecretName, item.Key)
			files = append(files, c.VolumeMounts[i].MountPath+"/"+item.Path)
		}
	}
	return files
}
