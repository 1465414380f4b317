{{/* What the chart says in the environment of a service. Call with (list $ name service). */}}
{{- define "cleansight.serviceEnv" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := index . 2 -}}
{{- $secret := $root.Values.kafka.userSecret | replace "NAME" $name -}}
- name: SERVER_ADDRESS
  value: 0.0.0.0
- name: SERVER_PORT
  value: {{ $service.port | quote }}
{{- with $service.managementPort }}
- name: MANAGEMENT_PORT
  value: {{ . | quote }}
{{- end }}
{{ include "cleansight.kafkaEnv" (list $root (include "cleansight.kafkaUser" (list $root $name)) $secret) }}
{{- with $root.Values.tracing }}
{{- if .endpoint }}
- name: TRACING_ENDPOINT
  value: {{ .endpoint | quote }}
- name: TRACING_SAMPLING
  value: {{ .sampling | quote }}
{{- end }}
{{- end }}
{{- with include "cleansight.registryEnv" $root }}
{{- . }}
{{- end }}
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
{{ include "cleansight.databaseEnv" (list $root $root.Values.database.writerSecret) }}
- name: DATABASE_MIGRATE
  value: {{ not $root.Values.migrations.job | quote }}
{{- if not $root.Values.migrations.job }}
{{ include "cleansight.databaseLogin" (list $root "DATABASE_MIGRATOR" $root.Values.database.migratorSecret) }}
{{- end }}
{{- else if eq ($service.database | default "") "reader" }}
{{ include "cleansight.databaseEnv" (list $root $root.Values.database.readerSecret) }}
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
{{- $own := include "cleansight.options" (list $root $service) | fromYaml }}
{{- $alert := include "cleansight.options" (list $root (index $root.Values.services "alert-service")) | fromYaml }}
{{- $channels := list }}
{{- range $key, $value := $alert.env }}
{{- if and (regexMatch "^ALERT_NOTIFY_ENDPOINTS_[0-9]+_NAME$" $key) (kindIs "string" $value) }}
{{- $channels = append $channels $value }}
{{- end }}
{{- end }}
{{- if and $channels (not (hasKey $own.env "QUERY_CHANNELS")) }}
- name: QUERY_CHANNELS
  value: {{ join "," $channels | quote }}
{{- end }}
{{- with $root.Values.access.secret }}
- name: SPRING_APPLICATION_JSON
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $root.Values.access.key }}
{{- end }}
{{- with $root.Values.access.sessionSecret }}
- name: QUERY_SESSION_KEY
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $root.Values.access.sessionKey }}
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
{{- if and $service.model $root.Values.model.path }}
- name: INFERENCE_MODEL
  value: {{ printf "/models/%s" $root.Values.model.path | quote }}
{{- end }}
{{- if $service.bridge }}
{{- with $root.Values.bridge }}
- name: BRIDGE_TOPICS
  value: {{ join "," .topics | quote }}
{{- if .mqtt.url }}
- name: MQTT_URL
  value: {{ .mqtt.url | quote }}
- name: MQTT_PREFIX
  value: {{ .mqtt.prefix | quote }}
- name: MQTT_DISCOVERY
  value: {{ .mqtt.discovery | quote }}
{{- if .mqtt.secret }}
- name: MQTT_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .mqtt.secret }}
      key: {{ .mqtt.usernameKey }}
- name: MQTT_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .mqtt.secret }}
      key: {{ .mqtt.passwordKey }}
{{- end }}
{{- if .mqtt.caSecret }}
- name: MQTT_CA_FILE
  value: /etc/cleansight/mqtt/ca.crt
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if $service.state }}
- name: STATE_DIR
  value: /state
{{- end }}
{{- end }}
