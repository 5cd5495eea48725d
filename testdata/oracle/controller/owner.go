package controller

import (
	"strings"

	"github.com/agentgateway/agentgateway/api"
	"github.com/agentgateway/agentgateway/controller/pkg/agentgateway/ir"
)

// owners are the objects that a resource names as the ones it is made from.
func owners(r ir.AgwResource) []ID {
	switch k := r.Resource.GetKind().(type) {
	case *api.Resource_Bind:
		return []ID{gatewayOf(r)}
	case *api.Resource_Listener:
		return listenerOwners(k.Listener.GetName())
	case *api.Resource_Route:
		return []ID{routeOwner(k.Route.GetName())}
	case *api.Resource_TcpRoute:
		return []ID{routeOwner(k.TcpRoute.GetName())}
	case *api.Resource_RouteGroup:
		return []ID{{"HTTPRoute", k.RouteGroup.GetNamespace(), k.RouteGroup.GetName()}}
	case *api.Resource_Backend:
		n := k.Backend.GetName()
		return []ID{{"AgentgatewayBackend", n.GetNamespace(), n.GetName()}, {"AgentgatewayModel", n.GetNamespace(), n.GetName()}}
	case *api.Resource_ModelRoute:
		return []ID{modelOwner(k.ModelRoute)}
	case *api.Resource_Policy:
		n := k.Policy.GetName()
		return []ID{{n.GetKind(), n.GetNamespace(), n.GetName()}}
	}
	return nil
}

func gatewayOf(r ir.AgwResource) ID { return ID{"Gateway", r.Gateway.Namespace, r.Gateway.Name} }

// modelOwner reads the object off the key, which is its namespace and name with
// the listener's behind a dot.
func modelOwner(m *api.ModelRoute) ID {
	namespace, name, _ := strings.Cut(m.GetKey(), "/")
	if dot := strings.LastIndex(name, "."); dot > 0 {
		name = name[:dot]
	}
	return ID{"AgentgatewayModel", namespace, name}
}

func routeOwner(n *api.RouteName) ID { return ID{n.GetKind(), n.GetNamespace(), n.GetName()} }

func listenerOwners(n *api.ListenerName) []ID {
	out := []ID{{"Gateway", n.GetGatewayNamespace(), n.GetGatewayName()}}
	if set := n.GetListenerSet(); set != nil {
		out = append(out, ID{"ListenerSet", set.GetNamespace(), set.GetName()})
	}
	return out
}
