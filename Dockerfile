# The Gatefix image: KRM function, GitHub Action and command line in one.
#
# It builds with BuildKit and with the classic builder, so it uses nothing that
# only one of them knows (no --platform, no --mount, no --chmod).
ARG GO_IMAGE=golang:1.26
ARG BASE_IMAGE=busybox:1.37

FROM ${GO_IMAGE} AS build
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY fn ./fn
COPY action ./action
# Empty GOOS and GOARCH mean those of the builder. The flags make two builds of
# one commit the same, byte for byte.
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X main.version=${VERSION}" -o /out/gatefix-action ./action/gatefix-action && \
    ln -s gatefix-action /out/gatefix

# Not scratch: kustomize and kpt run functions as the user nobody, which must
# stand in /etc/passwd, and runners of GitHub Actions on Kubernetes call sh, env
# and tail inside the image. No USER: GitHub's workspace belongs to root.
FROM ${BASE_IMAGE}
ARG VERSION=dev
ARG REVISION=
LABEL org.opencontainers.image.title="gatefix" \
      org.opencontainers.image.description="Finds and repairs mistakes in manifests for agentgateway, kgateway and the Gateway API" \
      org.opencontainers.image.source="https://github.com/gatefix/gatefix" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/ /usr/local/bin/
# The function and the command line; action.yml names the other one.
ENTRYPOINT ["/usr/local/bin/gatefix"]
