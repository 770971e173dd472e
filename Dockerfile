# syntax=docker/dockerfile:1
# Cuepoint with everything that it runs on, for any architecture that Node's image has (amd64, arm64):
#   docker build -t cuepoint .
#   docker buildx build --platform linux/amd64,linux/arm64 -t cuepoint .
ARG NODE_IMAGE=node:24-bookworm-slim

# What npm would publish. It is JavaScript, the same for every architecture.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
COPY web/package.json web/
RUN npm ci
COPY . .
RUN npm run build \
 && npm pack --ignore-scripts \
 && mkdir /packed \
 && tar -xzf cuepoint-*.tgz -C /packed --strip-components=1

# What it needs at run time, for the architecture of the image. The image has its own Node and ffmpeg, and is Linux.
FROM ${NODE_IMAGE} AS packages
WORKDIR /packages
COPY .npmrc package.json package-lock.json ./
COPY web/package.json web/
RUN npm ci --omit=dev --workspaces=false --include-workspace-root \
 && rm -rf node_modules/node node_modules/node-bin-* node_modules/@ffmpeg-installer node_modules/@ffprobe-installer \
           node_modules/.bin/node node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32

FROM ${NODE_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates ffmpeg \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /packages/node_modules node_modules
COPY --from=build /packed ./
# The library (embedded database, files) and the downloaded models; new volumes take over the owner.
RUN mkdir /data /models && chown node:node /data /models
ENV NODE_ENV=production \
    CUEPOINT_HOST=0.0.0.0 \
    CUEPOINT_DATA_DIR=/data \
    HF_HOME=/models
USER node
VOLUME ["/data", "/models"]
EXPOSE 8484
# For `serve`. A worker has no port: see compose.yaml.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.CUEPOINT_PORT || 8484) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/cuepoint.js"]
CMD ["serve"]
