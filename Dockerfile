# The image that GoReleaser builds out of the binaries of a release: the program and the
# certificates of public authorities, nothing else. It runs as a user without rights, also
# with a read-only root file system:
#
#   docker run --rm --read-only -v "$PWD:/work" ghcr.io/patctl/patctl validate
FROM debian:bookworm-slim AS certificates
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates

FROM scratch
ARG TARGETPLATFORM
COPY --from=certificates /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY build/licenses.txt /usr/share/doc/patctl/licenses.txt
COPY $TARGETPLATFORM/patctl /usr/local/bin/patctl
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/patctl"]
