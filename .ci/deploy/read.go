package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// cluster is what the manifests declare.
type cluster struct {
	problems []string

	accounts    []*core.ServiceAccount
	configs     []*core.ConfigMap
	secrets     []*core.Secret
	services    []*core.Service
	deployments []*apps.Deployment
	jobs        []*batch.Job
	budgets     []*policy.PodDisruptionBudget
	policies    []*networking.NetworkPolicy
	ingresses   []*networking.Ingress
	monitors    []*monitoring.PodMonitor
}

func (c *cluster) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// decoder returns a decoder that accepts neither fields that are unknown nor keys that
// appear twice.
func decoder() (runtime.Decoder, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		core.AddToScheme, apps.AddToScheme, batch.AddToScheme, policy.AddToScheme, networking.AddToScheme, monitoring.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	return json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Yaml: true, Strict: true}), nil
}

// read reads all documents of a file.
func (c *cluster) read(file string, data []byte) {
	decode, err := decoder()
	if err != nil {
		c.problem("%v", err)
		return
	}
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			c.problem("%s: %v", file, err)
			return
		}
		object, _, err := decode.Decode(document, nil, nil)
		if err != nil {
			c.problem("%s: %v", file, err)
			continue
		}
		c.add(file, object)
	}
}

func (c *cluster) add(file string, object runtime.Object) {
	switch o := object.(type) {
	case *core.ServiceAccount:
		c.accounts = append(c.accounts, o)
	case *core.ConfigMap:
		c.configs = append(c.configs, o)
	case *core.Secret:
		c.secrets = append(c.secrets, o)
	case *core.Service:
		c.services = append(c.services, o)
	case *apps.Deployment:
		c.deployments = append(c.deployments, o)
	case *batch.Job:
		c.jobs = append(c.jobs, o)
	case *policy.PodDisruptionBudget:
		c.budgets = append(c.budgets, o)
	case *networking.NetworkPolicy:
		c.policies = append(c.policies, o)
	case *networking.Ingress:
		c.ingresses = append(c.ingresses, o)
	case *monitoring.PodMonitor:
		c.monitors = append(c.monitors, o)
	default:
		c.problem("%s: nothing checks a %T", file, object)
	}
}
