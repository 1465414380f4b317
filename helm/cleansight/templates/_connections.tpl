{{/* How a service finds the database. Call with (list $ secret). */}}
{{- define "cleansight.databaseEnv" -}}
{{- $root := index . 0 -}}
{{- $secret := index . 1 -}}
{{- $database := $root.Values.database -}}
- name: DATABASE_JDBC_URL
  {{- if $database.caSecret }}
  value: {{ printf "%s%ssslmode=verify-full&sslrootcert=/etc/cleansight/database/ca.crt" $database.jdbcUrl (ternary "&" "?" (contains "?" $database.jdbcUrl)) | quote }}
  {{- else }}
  value: {{ $database.jdbcUrl | quote }}
  {{- end }}
{{ include "cleansight.databaseLogin" (list $root "DATABASE" $secret) }}
{{- end }}

{{/* Who a service is to the database. Call with (list $ prefix secret). */}}
{{- define "cleansight.databaseLogin" -}}
{{- $root := index . 0 -}}
{{- $prefix := index . 1 -}}
{{- $secret := index . 2 -}}
- name: {{ $prefix }}_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $root.Values.database.usernameKey }}
- name: {{ $prefix }}_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $root.Values.database.passwordKey }}
{{- end }}

{{/* How a service finds Kafka and who it is there. Call with (list $ login secret), where login is a name at Kafka. */}}
{{- define "cleansight.kafkaEnv" -}}
{{- $kafka := (index . 0).Values.kafka -}}
{{- $login := index . 1 -}}
{{- $secret := index . 2 -}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ $kafka.bootstrapServers | quote }}
{{- if ne $kafka.security "PLAINTEXT" }}
- name: KAFKA_SECURITY_PROTOCOL
  value: {{ $kafka.security }}
{{- if $kafka.caSecret }}
- name: KAFKA_CA_FILE
  value: /etc/cleansight/kafka/ca.crt
{{- end }}
{{- if eq $kafka.security "SSL" }}
- name: KAFKA_CERTIFICATE_FILE
  value: /etc/cleansight/kafka-user/user.crt
- name: KAFKA_KEY_FILE
  value: /etc/cleansight/kafka-user/user.key
{{- else }}
- name: KAFKA_SASL_MECHANISM
  value: {{ $kafka.mechanism }}
{{- if eq $kafka.mechanism "OAUTHBEARER" }}
- name: KAFKA_TOKEN_URL
  value: {{ $kafka.tokenUrl | quote }}
- name: KAFKA_CLIENT_ID
  value: {{ $login }}
- name: KAFKA_CLIENT_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: client-secret
{{- with $kafka.scope }}
- name: KAFKA_SCOPE
  value: {{ . | quote }}
{{- end }}
{{- else }}
- name: KAFKA_USERNAME
  value: {{ $login }}
- name: KAFKA_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: password
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* How a schema registry is found, if there is one. Call with $. */}}
{{- define "cleansight.registryEnv" -}}
{{- with .Values.schemaRegistry }}
{{- if .url }}
- name: REGISTRY_URL
  value: {{ .url | quote }}
- name: TOPIC_FRAMING
  value: {{ .framing }}
{{- if .secret }}
- name: REGISTRY_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: username
- name: REGISTRY_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: password
{{- end }}
{{- if .caSecret }}
- name: REGISTRY_CA_FILE
  value: /etc/cleansight/registry/ca.crt
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Secrets that are files, as mounts. Call with (list $ database redis kafka-user's secret, registry); an empty one is not mounted. */}}
{{- define "cleansight.files" -}}
{{- $values := (index . 0).Values -}}
{{- if and (index . 3) (ne $values.kafka.security "PLAINTEXT") $values.kafka.caSecret }}
- {name: kafka-ca, mountPath: /etc/cleansight/kafka, readOnly: true}
{{- end }}
{{- if and (index . 3) (eq $values.kafka.security "SSL") }}
- {name: kafka-user, mountPath: /etc/cleansight/kafka-user, readOnly: true}
{{- end }}
{{- if and (index . 1) $values.database.caSecret }}
- {name: database-ca, mountPath: /etc/cleansight/database, readOnly: true}
{{- end }}
{{- if and (index . 2) $values.redis.caSecret }}
- {name: redis-ca, mountPath: /etc/cleansight/redis, readOnly: true}
{{- end }}
{{- if and (index . 4) $values.schemaRegistry.url $values.schemaRegistry.caSecret }}
- {name: registry-ca, mountPath: /etc/cleansight/registry, readOnly: true}
{{- end }}
{{- end }}

{{/* The volumes of these mounts, called alike. */}}
{{- define "cleansight.fileVolumes" -}}
{{- $values := (index . 0).Values -}}
{{- if and (index . 3) (ne $values.kafka.security "PLAINTEXT") $values.kafka.caSecret }}
- name: kafka-ca
  secret: {secretName: {{ $values.kafka.caSecret }}, items: [{key: {{ $values.kafka.caKey }}, path: ca.crt}]}
{{- end }}
{{- if and (index . 3) (eq $values.kafka.security "SSL") }}
- name: kafka-user
  secret: {secretName: {{ index . 3 }}, items: [{key: user.crt, path: user.crt}, {key: user.key, path: user.key}]}
{{- end }}
{{- if and (index . 1) $values.database.caSecret }}
- name: database-ca
  secret: {secretName: {{ $values.database.caSecret }}, items: [{key: {{ $values.database.caKey }}, path: ca.crt}]}
{{- end }}
{{- if and (index . 2) $values.redis.caSecret }}
- name: redis-ca
  secret: {secretName: {{ $values.redis.caSecret }}, items: [{key: {{ $values.redis.caKey }}, path: ca.crt}]}
{{- end }}
{{- if and (index . 4) $values.schemaRegistry.url $values.schemaRegistry.caSecret }}
- name: registry-ca
  secret: {secretName: {{ $values.schemaRegistry.caSecret }}, items: [{key: {{ $values.schemaRegistry.caKey }}, path: ca.crt}]}
{{- end }}
{{- end }}
