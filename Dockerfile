# Stage 1: everything that building needs.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY bin ./bin
COPY src ./src
# Chroma's own server comes with its client as an optional part of 51 MB; leaving out all optional parts would also take
# the database, whose binary is one per platform.
RUN npm run build && npm prune --omit=dev --ignore-scripts && rm -rf node_modules/chromadb-js-bindings-*

# Stage 2: what runs, as a user without rights, on a file system that can be read-only but for /state.
FROM node:22-bookworm-slim
ENV NODE_ENV=production ASSAY_STATE=/state
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY web ./web
COPY notebooks ./notebooks
COPY workspaces ./workspaces
COPY models ./models
COPY manifests ./manifests
RUN mkdir /state && chown node:node /state
USER node
VOLUME /state
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3978/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
CMD ["start", "--host", "0.0.0.0"]
