# make demo and make test need Go and Git. The rest says what it misses.

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
REVISION ?= $(shell git rev-parse HEAD 2>/dev/null)
IMAGE    ?= gatefix/gatefix:dev
FUZZTIME ?= 30s
BENCH    ?= .
COUNT    ?= 1
DOCKER   ?= docker
CRDS     ?=

# The hosts the end-to-end tests run Gatefix in: the oldest and the newest
# kustomize that are supported, Helm 3, kpt; act, which runs the action, and
# reviewdog, which reads what it writes; Mermaid, which reads the graphs.
KUSTOMIZE     = sigs.k8s.io/kustomize/kustomize/v5@v5.8.2
KUSTOMIZE_OLD = sigs.k8s.io/kustomize/kustomize/v5@v5.5.0
HELM          = helm.sh/helm/v3/cmd/helm@v3.19.0
ACT           = github.com/nektos/act@v0.2.89
REVIEWDOG     = github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0
KPT           = github.com/kptdev/kpt@v1.0.0-beta.61
MERMAID       = mermaid@11.17.2
STATICCHECK   = honnef.co/go/tools/cmd/staticcheck@v0.7.0
ACTIONLINT    = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

export CGO_ENABLED ?= 0
BIN = $(CURDIR)/bin

.PHONY: help demo build dist test race e2e oracle bench bench-peers fuzz image tools generate picture lint clean

help: ## what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 20

build: ## bin/gatefix
	@mkdir -p $(BIN)
	go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN)/gatefix ./fn/gatefix

PLATFORMS = linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

dist: ## the binaries of a release with their checksums, in dist
	@rm -rf dist && mkdir dist
	@for p in $(PLATFORMS); do os=$${p%/*}; arch=$${p#*/}; ext=; test $$os = windows && ext=.exe; \
	  GOOS=$$os GOARCH=$$arch go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.version=$(VERSION)" \
	    -o dist/gatefix_$${os}_$$arch$$ext ./fn/gatefix || exit 1; done
	@cd dist && sha256sum gatefix_* > SHA256SUMS

demo: build ## finds and repairs the mistakes of an example
	@examples/demo/run $(BIN)/gatefix

test: ## every test that needs nothing but Go and Git
	go test ./...

race: ## the same with the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race ./...

e2e: build ## Gatefix in the real kustomize, kpt, Helm and container engine; the action in act
	GATEFIX_TOOLS=$(BIN) go test -tags e2e -count=1 -timeout 30m -v ./fn/e2e ./action/e2e

oracle: ## the API server's code and the real controller judge the examples (first build: 5 to 15 minutes)
	testdata/oracle/run $(ARGS)

bench: ## benchmarks, ready for benchstat: make bench BENCH=Main COUNT=7 > new.txt; benchstat testdata/bench/baseline.txt new.txt
	@go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) ./fn/...

bench-peers: ## gatefix beside other tools, as a table: make bench-peers CRDS=dir (docs/performance.md)
	@CRDS='$(CRDS)' testdata/bench/run $(ARGS)

fuzz: ## every fuzz target for FUZZTIME each
	@for pkg in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "$$pkg $$target"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; done

image: ## the container image $(IMAGE)
	$(DOCKER) build --build-arg VERSION=$(VERSION) --build-arg REVISION=$(REVISION) $(IMAGE_ARGS) -t $(IMAGE) .

tools: ## the hosts of the end-to-end tests, into ./bin
	@mkdir -p $(BIN)/old
	@test -x $(BIN)/kustomize || GOBIN=$(BIN) go install $(KUSTOMIZE)
	@test -x $(BIN)/kustomize-5.5.0 || { GOBIN=$(BIN)/old go install $(KUSTOMIZE_OLD) && mv $(BIN)/old/kustomize $(BIN)/kustomize-5.5.0; }
	@test -x $(BIN)/helm || GOBIN=$(BIN) go install $(HELM)
	@test -x $(BIN)/act || GOBIN=$(BIN) go install $(ACT)
	@test -x $(BIN)/reviewdog || GOBIN=$(BIN) go install $(REVIEWDOG)
	@rmdir $(BIN)/old 2>/dev/null || true
	@command -v kpt >/dev/null || test -x $(BIN)/kpt || GOBIN=$(BIN) go install $(KPT) 2>/dev/null || \
	  echo "kpt could not be installed from its module; get it from https://kpt.dev/installation/ (its tests are skipped without it)"
	@test -d $(BIN)/mermaid/node_modules/mermaid || npm install --silent --no-fund --no-audit --prefix $(BIN)/mermaid $(MERMAID) 2>/dev/null || \
	  echo "Mermaid could not be installed by npm; its reading of the graphs is skipped"
	@command -v kubectl >/dev/null || echo "kubectl is not on PATH; its tests are skipped"
	@$(DOCKER) info >/dev/null 2>&1 || echo "no container engine answers; the tests of the image are skipped"

generate: ## files that are made from the code and, with CRDS=dir, the tables of the APIs
	@test -z "$(CRDS)" || go run ./fn/schema/gen "$(CRDS)" fn/schema/tables
	go test ./fn/rules -run TestCatalogueIsFresh -update

picture: build ## docs/graph.svg (needs Graphviz)
	$(BIN)/gatefix graph --format dot examples/graph/manifests | dot -Tsvg -o docs/graph.svg

lint: ## gofmt, vet, staticcheck and actionlint
	@out=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$out" || { echo "gofmt would change:"; echo "$$out"; exit 1; }
	go vet ./...
	go vet -tags e2e ./...
	go run $(STATICCHECK) ./...
	go run $(ACTIONLINT)

clean: ## removes bin
	rm -rf $(BIN)
