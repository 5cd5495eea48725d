package controller

import (
	"log/slog"

	"github.com/agentgateway/agentgateway/controller/pkg/logging"
	"istio.io/istio/pkg/log"
)

// quiet turns off what the controller logs: the conditions say it too.
func quiet() {
	logging.Reset(slog.LevelError + 1)
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
}
