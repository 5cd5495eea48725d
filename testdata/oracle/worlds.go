package oracle

import (
	"fmt"
	"path/filepath"
	"sync"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/testdata/oracle/apiserver"
	"github.com/gatefix/gatefix/testdata/oracle/modules"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The modules that carry CustomResourceDefinitions.
var (
	agentgateway = modules.Module{Path: "github.com/agentgateway/agentgateway", Version: "v1.4.1", Sum: "h1:1W5YhPZa4V3YA9GUiwlSqp1j+O7QrDfs8IEERErafHs="}
	kgateway     = modules.Module{Path: "github.com/kgateway-dev/kgateway/v2", Version: "v2.2.0", Sum: "h1:0g/OevXOJVJCNl64Ph6s2C6+NI4uo0JgPN8+pcOyh/o="}
	gatewayAPI16 = modules.Module{Path: "sigs.k8s.io/gateway-api", Version: "v1.6.1", Sum: "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY="}
	gatewayAPI15 = modules.Module{Path: "sigs.k8s.io/gateway-api", Version: "v1.5.1", Sum: "h1:RqVRIlkhLhUO8wOHKTLnTJA6o/1un4po4/6M1nRzdd0="}
	gatewayAPI14 = modules.Module{Path: "sigs.k8s.io/gateway-api", Version: "v1.4.1", Sum: "h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8="}
)

// Worlds are the clusters that manifests are meant for.
type Worlds struct {
	newest *apiserver.World // the controller's own
	pinned *apiserver.World // a cluster with an older Gateway API
	older  *apiserver.World // kgateway, before agentgateway went its own way
}

var loadWorlds = sync.OnceValues(func() (*Worlds, error) {
	crds := "controller/install/helm/agentgateway-crds/templates"
	newest, err := load("agentgateway v1.4.1 with Gateway API v1.6.1", in{gatewayAPI16, "config/crd/experimental"}, in{agentgateway, crds})
	if err != nil {
		return nil, err
	}
	pinned, err := load("agentgateway v1.4.1 with Gateway API v1.5.1", in{gatewayAPI15, "config/crd/experimental"}, in{agentgateway, crds})
	if err != nil {
		return nil, err
	}
	older, err := load("kgateway v2.2.0 with Gateway API v1.4.1", in{gatewayAPI14, "config/crd/experimental"},
		in{kgateway, "install/helm/kgateway-crds/templates"}, in{kgateway, "install/helm/agentgateway-crds/templates"})
	return &Worlds{newest, pinned, older}, err
})

// in is a folder of a module.
type in struct {
	module modules.Module
	folder string
}

func load(name string, places ...in) (*apiserver.World, error) {
	var folders []string
	for _, p := range places {
		root, err := p.module.Folder()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		folders = append(folders, filepath.Join(root, p.folder))
	}
	return apiserver.Load(name, folders...)
}

// For returns the world that a configuration pins. The versions of agentgateway
// between kgateway v2.2.0 and v1.4.1 are judged by v1.4.1.
func (w *Worlds) For(cfg *lint.Config) *apiserver.World {
	switch {
	case cfg.Versions.Agentgateway == kgateway.Version || cfg.Versions.GatewayAPI == gatewayAPI14.Version:
		return w.older
	case cfg.Versions.GatewayAPI == gatewayAPI15.Version:
		return w.pinned
	}
	return w.newest
}

// Of returns the world in which an object of the kind is judged: the one asked
// for, or the older one for kinds that are gone by now. It is nil where no
// world knows the group: a kind that is built in, or another product's.
func (w *Worlds) Of(asked *apiserver.World, k schema.GroupKind) *apiserver.World {
	switch {
	case asked.Serves(k):
		return asked
	case w.older.Serves(k):
		return w.older
	case asked.Group(k.Group):
		return asked
	case w.older.Group(k.Group):
		return w.older
	}
	return nil
}
