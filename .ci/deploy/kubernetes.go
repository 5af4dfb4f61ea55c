package main

import (
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// check returns what is wrong with the manifests.
func (c *cluster) check() []string {
	if len(c.deployments) != 1 || len(c.jobs) != 1 {
		c.problem("%d Deployments and %d Jobs", len(c.deployments), len(c.jobs))
		return c.problems
	}
	serve, migrate := c.deployments[0], c.jobs[0]
	for _, pod := range []*pod{
		{"Deployment", serve.Spec.Template.ObjectMeta, serve.Spec.Template.Spec, c},
		{"Job", migrate.Spec.Template.ObjectMeta, migrate.Spec.Template.Spec, c},
	} {
		pod.check()
	}
	template := serve.Spec.Template
	c.selects("the Deployment", serve.Spec.Selector, template.Labels)
	if serve.Spec.Replicas == nil || *serve.Spec.Replicas < 2 {
		c.problem("the Deployment has fewer than 2 replicas")
	}
	for _, spread := range template.Spec.TopologySpreadConstraints {
		c.selects("a topology spread constraint", spread.LabelSelector, template.Labels)
	}
	if len(c.services) == 0 || len(c.budgets) == 0 || len(c.policies) == 0 {
		c.problem("there is no Service, PodDisruptionBudget, or NetworkPolicy")
	}
	for _, s := range c.services {
		c.selects("the Service", &meta.LabelSelector{MatchLabels: s.Spec.Selector}, template.Labels)
		if labels.SelectorFromSet(s.Spec.Selector).Matches(labels.Set(migrate.Spec.Template.Labels)) {
			c.problem("the Service also sends deliveries to the Job")
		}
		for _, p := range s.Spec.Ports {
			c.port("the Service", p.TargetPort, template.Spec)
		}
	}
	for _, b := range c.budgets {
		c.selects("the PodDisruptionBudget", b.Spec.Selector, template.Labels)
	}
	c.checkNetwork(template)
	for _, m := range c.monitors {
		c.selects("the PodMonitor", &m.Spec.Selector, template.Labels)
		for _, e := range m.Spec.PodMetricsEndpoints {
			c.port("the PodMonitor", intstr.FromString(*e.Port), template.Spec)
			if e.Authorization == nil || e.Authorization.Credentials == nil {
				c.problem("the PodMonitor has no token for the metrics")
				continue
			}
			c.secretKey("the PodMonitor", e.Authorization.Credentials.Name, e.Authorization.Credentials.Key)
		}
	}
	return c.problems
}

func (c *cluster) checkNetwork(template core.PodTemplateSpec) {
	for _, p := range c.policies {
		c.selects("the NetworkPolicy", &p.Spec.PodSelector, template.Labels)
		c.selects("the NetworkPolicy", &p.Spec.PodSelector, c.jobs[0].Spec.Template.Labels)
		if len(p.Spec.PolicyTypes) != 2 {
			c.problem("the NetworkPolicy does not limit both directions")
		}
		for _, rule := range p.Spec.Ingress {
			for _, port := range rule.Ports {
				c.port("the NetworkPolicy", *port.Port, template.Spec)
			}
		}
	}
	for _, i := range c.ingresses {
		for _, rule := range i.Spec.Rules {
			for _, path := range rule.HTTP.Paths {
				if path.Path != "/webhook" || *path.PathType != "Exact" {
					c.problem("the Ingress exposes %s", path.Path)
				}
				if to := path.Backend.Service; len(c.services) > 0 && (to.Name != c.services[0].Name || to.Port.Name != c.services[0].Spec.Ports[0].Name) {
					c.problem("the Ingress leads to %s %s, which does not exist", to.Name, to.Port.Name)
				}
			}
		}
	}
}

func (c *cluster) selects(what string, selector *meta.LabelSelector, of labels.Set) {
	s, err := meta.LabelSelectorAsSelector(selector)
	if err != nil || s.Empty() || !s.Matches(of) {
		c.problem("%s selects %s, but the Pods have %s", what, meta.FormatLabelSelector(selector), of)
	}
}

// port looks for the port of a Pod.
func (c *cluster) port(what string, port intstr.IntOrString, spec core.PodSpec) {
	for _, p := range spec.Containers[0].Ports {
		if port.StrVal == p.Name || port.IntVal == p.ContainerPort {
			return
		}
	}
	c.problem("%s names the port %s, which no container has", what, port.String())
}

func (c *cluster) secretKey(what, secret, key string) {
	for _, s := range c.secrets {
		if s.Name == secret {
			if _, ok := s.StringData[key]; !ok {
				c.problem("%s reads the key %s, which the Secret %s does not have", what, key, secret)
			}
			return
		}
	}
	c.problem("%s names the Secret %s, which does not exist", what, secret)
}

func (c *cluster) config(name string) *core.ConfigMap {
	for _, m := range c.configs {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// graceOf returns the value of --grace.
func graceOf(args []string) (time.Duration, bool) {
	for i, arg := range args {
		if arg == "--grace" && i+1 < len(args) {
			d, err := time.ParseDuration(args[i+1])
			return d, err == nil
		}
	}
	return 0, false
}
