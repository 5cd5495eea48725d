package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var unreachableDevHost = &lint.Rule{
	Name:     "unreachable-dev-host",
	Severity: lint.Error,
	Since:    "0.1",
	Kinds:    hostKinds,
	Worth:    worthOfHosts,
	Reads:    []object.Kind{object.ConfigMap, object.AgentgatewayParameters, object.Gateway, object.GatewayClass},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a host that means the developer's machine, and that pods cannot reach by that name",
		Why: "Each local cluster has its own name for the machine it runs on. `host.orbstack.internal` is the name of none: OrbStack " +
			"answers `host.internal`. And `localhost` as the host of a backend is the gateway's own pod, not the machine.",
		Repair: "Write the name that the cluster in use resolves. Set `platform` to have the names of other clusters, and `localhost`, " +
			"translated to it: `host.internal` (orbstack), `host.docker.internal` (docker-desktop), `host.k3d.internal` (k3d), " +
			"`host.minikube.internal` (minikube), `host.lima.internal` (lima), `host.containers.internal` (podman); kind has none.\n\n" +
			"Only hosts that are dialled are looked at, never hostnames of routes and listeners, certificates, SNI, issuers or origins. " +
			"`localhost` is not reported where parameters of the gateway may add a container to its pod. A name that the input makes " +
			"resolvable itself, in CoreDNS or in `hostAliases`, is not reported either.",
		FixSafety: "Safe in fields that hold a host or a URL and nothing else. Unsafe in environment variables, arguments and ConfigMaps, " +
			"where the name may stand for something else.",
		Forecast: "Silence: every resource is accepted, and requests fail with 503, `backends required DNS resolution which failed`, or " +
			"with a refused connection.",
		Links: []string{
			"https://docs.orbstack.dev/docker/network",
			"https://docs.docker.com/desktop/features/networking/",
			"https://minikube.sigs.k8s.io/docs/handbook/host-access/",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, h := range dialledHosts(o) {
			if !checkDevHost(p, o, h) && h.proxy {
				checkLoopback(p, o, h)
			}
		}
	},
}

// checkDevHost reports names of the machine that the cluster does not resolve.
func checkDevHost(p *lint.Pass, o *object.Object, h dialledHost) bool {
	text := h.node.Text()
	fixed, host, found := replaceDevHosts(text, p.Config.Platform)
	if !found || slices.ContainsFunc(coreDNS(p), func(dns string) bool { return strings.Contains(dns, host.name) }) {
		return found
	}
	at := wordPlace(o, h.node, host.name)
	var options []lint.Option
	if h.loose {
		options = append(options, lint.As(lint.Warning))
	}
	if fixed != text {
		safety := lint.Unsafe
		if h.sure {
			safety = lint.Safe
		}
		options = append(options, lint.With(safety, fmt.Sprintf("write %q instead of %q", host.to, host.name), source.Set(o.Doc, h.node.Path(), fixed)))
	}
	p.Report(at, fmt.Sprintf("host %q %s", spanText(at), host.why), options...)
	return true
}

// wordPlace is the place of a word in a value, or of the value.
func wordPlace(o *object.Object, n *source.Node, word string) lint.Place {
	at := lint.At(o, n)
	if i := strings.Index(strings.ToLower(n.Raw()), word); i >= 0 {
		at.Span = source.Span{Start: at.Span.Start + i, End: at.Span.Start + i + len(word)}
	}
	return at
}

func spanText(p lint.Place) string { return string(p.Doc.File.Bytes()[p.Span.Start:p.Span.End]) }

// coreDNS returns the configurations of the cluster's DNS in the input: a name
// in one of them resolves, whatever it is.
// https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
func coreDNS(p *lint.Pass) []string {
	return lint.Memo(p, "coredns", func() []string {
		var out []string
		for _, o := range p.Objects(object.ConfigMap) {
			if strings.HasPrefix(o.Name, "coredns") {
				out = append(out, strings.ToLower(string(o.Doc.Text())))
			}
		}
		return out
	})
}

// checkLoopback reports backends that the gateway's pod looks for in itself.
func checkLoopback(p *lint.Pass, o *object.Object, h dialledHost) {
	text := h.node.Text()
	start, end := hostIn(text)
	host := text[start:end]
	if !isLoopback(host) || mayHaveSidecar(p) {
		return
	}
	options := []lint.Option{lint.As(lint.Warning)}
	advice := "; name a Service, or set platform to have the name of your machine written here"
	if here := platformOf(p.Config.Platform); here != nil {
		advice = machineOn(here)
		if here.host != "" {
			fixed := text[:start] + here.host + text[end:]
			options = append(options, lint.With(lint.Safe, fmt.Sprintf("write %q", fixed), source.Set(o.Doc, h.node.Path(), fixed)))
		}
	}
	p.Report(lint.At(o, h.node), fmt.Sprintf("host %q is the pod of the gateway itself%s", host, advice), options...)
}

// mayHaveSidecar reports whether a gateway of the input may have a container
// of the author's in its pod, which localhost then means: its parameters add
// one, or are not in the input.
func mayHaveSidecar(p *lint.Pass) bool {
	return lint.Memo(p, "sidecar", func() bool {
		parameters := p.Objects(object.AgentgatewayParameters)
		if slices.ContainsFunc(parameters, addsContainer) {
			return true
		}
		unknown := func(o *object.Object, ref *source.Node) bool {
			return strings.Contains(ref.Get("kind").Text(), "AgentgatewayParameters") && !slices.ContainsFunc(parameters, func(known *object.Object) bool {
				namespace := ref.Get("namespace").Text()
				if namespace == "" {
					namespace = o.Namespace
				}
				return ref.Get("kind").Text() == known.Kind.Name && known.Is(namespace, ref.Get("name").Text())
			})
		}
		return slices.ContainsFunc(p.Objects(object.Gateway), func(o *object.Object) bool { return unknown(o, o.Get("spec", "infrastructure", "parametersRef")) }) ||
			slices.ContainsFunc(p.Objects(object.GatewayClass), func(o *object.Object) bool { return unknown(o, o.Get("spec", "parametersRef")) })
	})
}

// addsContainer reports whether parameters lay a container over the pod that
// is not the proxy, which is called agentgateway.
func addsContainer(parameters *object.Object) bool {
	for _, workload := range []string{"deployment", "daemonSet"} {
		pod := parameters.Get("spec", workload, "spec", "template", "spec")
		if len(pod.Get("initContainers").Seq()) > 0 {
			return true
		}
		for _, c := range pod.Get("containers").Seq() {
			if c.Get("name").Text() != "agentgateway" {
				return true
			}
		}
	}
	return false
}
