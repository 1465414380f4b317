{{/* The pods of a service. Call with (list $ name service). */}}
{{- define "cleansight.pod" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := index . 2 -}}
{{- $user := $root.Values.kafka.userSecret | replace "NAME" $name -}}
metadata:
  labels:
    {{- include "cleansight.labels" (list $root $name) | nindent 4 }}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/path: /actuator/prometheus
    prometheus.io/port: {{ $service.managementPort | default $service.port | quote }}
spec:
  serviceAccountName: {{ $root.Release.Name }}-{{ $name }}
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 45
  securityContext:
    {{- include "cleansight.podSecurity" $root | nindent 4 }}
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $name }}
      image: {{ include "cleansight.image" (list $root $name) }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        {{- include "cleansight.containerSecurity" $root | nindent 8 }}
      ports:
        - name: http
          containerPort: {{ $service.port }}
        {{- with $service.managementPort }}
        - name: management
          containerPort: {{ . }}
        {{- end }}
      {{- if $service.opens }}
      args: ["--addresses.local=false"] # the command line is above every other setting
      {{- end }}
      env:
        - name: SERVER_ADDRESS
          value: 0.0.0.0
        - name: SERVER_PORT
          value: {{ $service.port | quote }}
        {{- with $service.managementPort }}
        - name: MANAGEMENT_PORT
          value: {{ . | quote }}
        {{- end }}
        {{- include "cleansight.kafkaEnv" (list $root $name $user) | nindent 8 }}
        - name: TOPIC_PARTITIONS
          value: {{ $root.Values.topics.partitions | quote }}
        - name: TOPIC_REPLICAS
          value: {{ $root.Values.topics.replicas | quote }}
        {{- if eq $service.kind "StatefulSet" }}
        - name: INSTANCE_ID
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: STREAMS_STANDBY_REPLICAS
          value: {{ $root.Values.streams.standbyReplicas | quote }}
        {{- end }}
        {{- if eq ($service.database | default "") "writer" }}
        {{- include "cleansight.databaseEnv" (list $root $root.Values.database.writerSecret) | nindent 8 }}
        - name: DATABASE_MIGRATE
          value: {{ not $root.Values.migrations.job | quote }}
        {{- if not $root.Values.migrations.job }}
        {{- include "cleansight.databaseLogin" (list $root "DATABASE_MIGRATOR" $root.Values.database.migratorSecret) | nindent 8 }}
        {{- end }}
        {{- else if eq ($service.database | default "") "reader" }}
        {{- include "cleansight.databaseEnv" (list $root $root.Values.database.readerSecret) | nindent 8 }}
        {{- end }}
        {{- if $service.redis }}
        - name: REDIS_URL
          valueFrom:
            secretKeyRef:
              name: {{ $root.Values.redis.urlSecret }}
              key: {{ $root.Values.redis.urlKey }}
        {{- if $root.Values.redis.caSecret }}
        - name: REDIS_CA_FILE
          value: /etc/cleansight/redis/ca.crt
        {{- end }}
        {{- end }}
        {{- if $service.cameras }}
        - name: SPRING_APPLICATION_JSON
          valueFrom:
            secretKeyRef:
              name: {{ $root.Values.cameras.secret }}
              key: {{ $root.Values.cameras.key }}
        {{- end }}
        {{- with $service.opens }}
        - name: {{ if eq . "cameras" }}SOURCES_ALLOWED{{ else }}NOTIFY_ALLOWED{{ end }}
          value: {{ join "," (index $root.Values.addresses .) | quote }}
        {{- if $root.Values.addresses.caSecret }}
        - name: ADDRESSES_CA
          value: /ca/{{ $root.Values.addresses.caKey }}
        {{- end }}
        {{- end }}
        {{- if and $service.cameras $root.Values.cameras.privateKeySecret }}
        - name: CAMERA_PRIVATE_KEY
          valueFrom:
            secretKeyRef:
              name: {{ $root.Values.cameras.privateKeySecret }}
              key: {{ $root.Values.cameras.privateKeyKey }}
        {{- end }}
        {{- if and $service.access $root.Values.cameras.publicKey }}
        - name: CAMERA_PUBLIC_KEY
          value: {{ $root.Values.cameras.publicKey | quote }}
        {{- end }}
        {{- if $service.snapshots }}
        - name: EVIDENCE_BLURRED
          value: {{ $root.Values.access.blurred | quote }}
        {{- end }}
        {{- if $service.access }}
        {{- with $root.Values.access.secret }}
        - name: SPRING_APPLICATION_JSON
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: {{ $root.Values.access.key }}
        {{- end }}
        {{- with $root.Values.access.issuer }}
        - name: QUERY_ACCESS_TOKENS_ISSUER
          value: {{ . | quote }}
        - name: QUERY_ACCESS_TOKENS_AUDIENCE
          value: {{ $root.Values.access.audience | quote }}
        {{- end }}
        - name: QUERY_SESSION_IDLE
          value: {{ $root.Values.access.sessionIdle | quote }}
        {{- with $root.Values.access.login }}
        {{- if .name }}
        - name: QUERY_ACCESS_LOGIN_NAME
          value: {{ .name | quote }}
        - name: QUERY_ACCESS_LOGIN_ISSUER
          value: {{ .issuer | quote }}
        - name: QUERY_ACCESS_LOGIN_CLIENTID
          value: {{ .clientId | quote }}
        {{- if .secret }}
        - name: QUERY_ACCESS_LOGIN_CLIENTSECRET
          valueFrom:
            secretKeyRef:
              name: {{ .secret }}
              key: {{ .key }}
        {{- end }}
        {{- end }}
        {{- end }}
        {{- with $root.Values.access.trustedProxies }}
        - name: QUERY_ACCESS_TRUSTED_PROXIES
          value: {{ join "," . | quote }}
        {{- end }}
        {{- end }}
        {{- if and $service.archive $root.Values.archive.claim }}
        - name: RETENTION_RECORDS
          value: {{ $root.Values.archive.after | quote }}
        - name: RETENTION_ARCHIVE
          value: /archive
        {{- end }}
        {{- if $service.archive }}
        - name: RECORDINGS_STORE
          value: {{ $root.Values.recordings.store | quote }}
        - name: RETENTION_RECORDINGS
          value: {{ $root.Values.recordings.after | quote }}
        - name: RETENTION_RECORDINGS_SIZE
          value: {{ $root.Values.recordings.size | quote }}
        {{- end }}
        {{- if and $service.snapshots $root.Values.recordings.claim }}
        - name: RECORDINGS_PATH
          value: /recordings
        {{- end }}
        {{- if and $service.snapshots $root.Values.snapshots.bucket }}
        - name: SNAPSHOT_STORE
          value: s3
        - name: SNAPSHOT_S3_ENDPOINT
          value: {{ $root.Values.snapshots.endpoint | quote }}
        - name: SNAPSHOT_S3_REGION
          value: {{ $root.Values.snapshots.region | quote }}
        - name: SNAPSHOT_S3_BUCKET
          value: {{ $root.Values.snapshots.bucket | quote }}
        {{- with $root.Values.snapshots.secret }}
        - name: AWS_ACCESS_KEY_ID
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: access-key-id
        - name: AWS_SECRET_ACCESS_KEY
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: secret-access-key
        {{- end }}
        {{- end }}
        {{- range $key, $value := $service.env }}
        - name: {{ $key }}
          value: {{ $value | quote }}
        {{- end }}
      startupProbe:
        httpGet: {path: /actuator/health/liveness, port: {{ ternary "management" "http" (hasKey $service "managementPort") }}}
        periodSeconds: 2
        failureThreshold: 90
      livenessProbe:
        httpGet: {path: /actuator/health/liveness, port: {{ ternary "management" "http" (hasKey $service "managementPort") }}}
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        httpGet: {path: /actuator/health/readiness, port: {{ ternary "management" "http" (hasKey $service "managementPort") }}}
        periodSeconds: 5
        timeoutSeconds: 3
      resources:
        {{- toYaml $service.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if and $service.opens $root.Values.addresses.caSecret }}
        - name: ca
          mountPath: /ca
          readOnly: true
        {{- end }}
        {{- include "cleansight.files" (list $root $service.database $service.redis $user) | nindent 8 }}
        {{- if and $service.archive $root.Values.archive.claim }}
        - name: archive
          mountPath: /archive
        {{- end }}
        {{- if and $service.snapshots $root.Values.recordings.claim }}
        - name: recordings
          mountPath: /recordings
          readOnly: {{ not $service.archive }}
        {{- end }}
  volumes:
    {{- if and $service.opens $root.Values.addresses.caSecret }}
    - name: ca
      secret:
        secretName: {{ $root.Values.addresses.caSecret }}
    {{- end }}
    {{- include "cleansight.fileVolumes" (list $root $service.database $service.redis $user) | nindent 4 }}
    {{- if and $service.archive $root.Values.archive.claim }}
    - name: archive
      persistentVolumeClaim:
        claimName: {{ $root.Values.archive.claim }}
    {{- end }}
    {{- if and $service.snapshots $root.Values.recordings.claim }}
    - name: recordings
      persistentVolumeClaim:
        claimName: {{ $root.Values.recordings.claim }}
        readOnly: {{ not $service.archive }}
    {{- end }}
    - name: tmp
      emptyDir:
        sizeLimit: 1Gi
{{- end }}
