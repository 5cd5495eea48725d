package main

import "path/filepath"

// programs is where the programs and what they judge by are.
type programs struct{ bin, crds, schemas string }

func (p programs) in(name string) string { return filepath.Join(p.bin, name) }

// functions are gatefix and two functions that do nothing, on a ResourceList.
func (p programs) functions() []tool {
	return []tool{
		{name: "gatefix", argv: []string{p.in("gatefix")}, stdin: true, exits: []int{1}},
		{name: "no-op, function SDK", argv: []string{p.in("sdknoop")}, stdin: true},
		{name: "no-op, kyaml", argv: []string{p.in("kyamlnoop")}, stdin: true},
	}
}

func (p programs) gatefix(args ...string) tool {
	return tool{name: "gatefix", argv: append([]string{p.in("gatefix")}, args...), exits: []int{1, 2}}
}

func (p programs) kubeconform() tool {
	if p.schemas == "" {
		return tool{}
	}
	location := filepath.Join(p.schemas, "{{.Group}}", "{{.ResourceKind}}_{{.ResourceAPIVersion}}.json")
	return tool{name: "kubeconform", argv: []string{p.in("kubeconform"), "-strict", "-schema-location", location, "INPUT"}}
}

func (p programs) kubectlValidate() tool {
	if p.crds == "" {
		return tool{}
	}
	return tool{name: "kubectl-validate", argv: []string{p.in("kubectl-validate"), "INPUT", "--local-crds", filepath.Join(p.schemas, "crds")}}
}

func cases(p programs) []work {
	return []work{
		{"function, empty list", text("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"), p.functions()},
		{"function, 100 items", list(100, "300"), p.functions()},
		{"function, 1,000 items", list(1_000, "300"), p.functions()},
		{"function, 10,000 items", list(10_000, "300"), p.functions()},
		{"function, 100,000 items", list(100_000, "300"), p.functions()[:1]},
		{"function, 1,000 items, a repair in each route", list(1_000, "5m"), p.functions()},
		{"one file", files(1), []tool{p.gatefix("check", "INPUT"), p.kubeconform(), p.kubectlValidate()}},
		{"10 files", files(10), []tool{p.gatefix("check", "INPUT"), p.kubeconform(), p.kubectlValidate()}},
		{"1,000 files", files(1_000), []tool{p.gatefix("check", "INPUT"), p.kubeconform()}},
		{"10,000 files", files(10_000), []tool{p.gatefix("check", "INPUT"), p.kubeconform()}},
		{"one document of 10 MB", oneDocument, []tool{p.gatefix("check", "INPUT")}},
		{"a Gateway renamed, 10,000 routes", renamed(10_000), []tool{p.gatefix("fix", "--unsafe", "--diff", "INPUT")}},
		{"kustomize build, 1,000 resources, then fix", kustomization(1_000), []tool{
			{name: "kustomize and gatefix", argv: []string{"/bin/sh", "-c", p.in("kustomize") + " build INPUT | " + p.in("gatefix") + " fix - >/dev/null 2>&1"}},
			{name: "kustomize alone", argv: []string{"/bin/sh", "-c", p.in("kustomize") + " build INPUT >/dev/null"}},
		}},
		{"hostile: a stream of 1 GB", stream(1 << 30), []tool{{name: "gatefix", argv: []string{"/bin/sh", "-c", "cat INPUT | " + p.in("gatefix") + " check -"}, exits: []int{2}}}},
		{"hostile: a file of 1 GB", stream(1 << 30), []tool{p.gatefix("check", "INPUT")}},
		{"hostile: 1,000,000 aliases", aliases(1_000_000), []tool{p.gatefix("check", "INPUT")}},
		{"hostile: aliases of aliases", bomb, []tool{p.gatefix("check", "INPUT")}},
		{"hostile: 100,000 levels", levels(100_000), []tool{p.gatefix("check", "INPUT")}},
		{"hostile: a scalar of 100 MB", scalar(100 << 20), []tool{p.gatefix("check", "INPUT")}},
	}
}
