{{/* The host in an address, as kafka of kafka:9092. */}}
{{- define "cleansight.trialHost" -}}
{{- regexReplaceAll "^(jdbc:postgresql://)?([^:/,]+).*$" . "${2}" -}}
{{- end }}

{{/* A password of the trial, which follows from trial.password. Call with (list $ what). */}}
{{- define "cleansight.trialPassword" -}}
{{- sha256sum (printf "%s/%s" (required "trial.password must be set: what admin logs in with, and all other passwords follow from" (index . 0).Values.trial.password) (index . 1)) | trunc 40 -}}
{{- end }}

{{/* One server of the trial: a Service and a StatefulSet of one pod. Call with a dict of root, host, name, image, port, user, data (the mount path), env, command, readOnly (its root file system), ready, mounts, volumes. */}}
{{- define "cleansight.trialServer" -}}
{{- $storage := .root.Values.trial.storage -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .host }}
  labels:
    {{- include "cleansight.labels" (list .root .name) | nindent 4 }}
spec:
  selector:
    {{- include "cleansight.selector" (list .root .name) | nindent 4 }}
  # It talks to itself by this name before it is ready.
  publishNotReadyAddresses: true
  ports:
    - name: {{ .name }}
      port: {{ .port }}
      targetPort: {{ .name }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .host }}
  labels:
    {{- include "cleansight.labels" (list .root .name) | nindent 4 }}
spec:
  replicas: 1
  serviceName: {{ .host }}
  selector:
    matchLabels:
      {{- include "cleansight.selector" (list .root .name) | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "cleansight.labels" (list .root .name) | nindent 8 }}
      {{- with .checksum }}
      annotations:
        checksum/config: {{ sha256sum . }}
      {{- end }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 60
      securityContext:
        runAsNonRoot: true
        runAsUser: {{ .user }}
        runAsGroup: {{ .user }}
        fsGroup: {{ .user }}
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: {{ .name }}
          image: {{ .image }}
          {{- with .command }}
          command:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: {{ .readOnly }}
            capabilities:
              drop: [ALL]
          ports:
            - name: {{ .name }}
              containerPort: {{ .port }}
          env:
            {{- .env | nindent 12 }}
          startupProbe:
            tcpSocket: {port: {{ .name }}}
            periodSeconds: 5
            failureThreshold: 120
          readinessProbe:
            {{- .ready | nindent 12 }}
            periodSeconds: 5
          resources:
            requests: {cpu: 100m, memory: 256Mi}
            limits: {memory: 1Gi}
          volumeMounts:
            - name: data
              mountPath: {{ .data }}
            - name: tmp
              mountPath: /tmp
            {{- with .mounts }}
            {{- . | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- if not $storage }}
        - name: data
          emptyDir: {}
        {{- end }}
        {{- with .volumes }}
        {{- . | nindent 8 }}
        {{- end }}
  {{- if $storage }}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: {{ $storage }}
  {{- end }}
{{- end }}

{{/* Passwords that PostgreSQL gives its roles at its first start. */}}
{{- define "cleansight.trialPostgresqlEnv" -}}
{{- $database := .Values.database -}}
- {name: POSTGRES_DB, value: cleansight}
- {name: POSTGRES_INITDB_ARGS, value: --auth-host=scram-sha-256}
- {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
- {name: TZ, value: UTC}
{{- range $name, $secret := dict "POSTGRES_PASSWORD" (include "cleansight.name" (list . "trial-database")) "MIGRATOR_PASSWORD" $database.migratorSecret "WRITER_PASSWORD" $database.writerSecret "QUERY_API_PASSWORD" $database.readerSecret }}
- name: {{ $name }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $database.passwordKey }}}}
{{- end }}
{{- end }}
