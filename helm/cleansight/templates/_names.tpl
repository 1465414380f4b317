{{/* Labels of one service's objects. Call with (list $ name). */}}
{{- define "cleansight.labels" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{ include "cleansight.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: cleansight
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{/* What a service's pods are found by. */}}
{{- define "cleansight.selector" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
app.kubernetes.io/name: {{ $name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end }}

{{/* An image. Call with (list $ name). */}}
{{- define "cleansight.image" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{ printf "%s/%s:%s" $root.Values.image.registry $name ($root.Values.image.tag | default $root.Chart.AppVersion) }}
{{- end }}

{{/* A pod that the Pod Security Standard "restricted" lets run. */}}
{{- define "cleansight.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "cleansight.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* How a service finds the database. Call with (list $ secret). */}}
{{- define "cleansight.databaseEnv" -}}
{{- $root := index . 0 -}}
{{- $secret := index . 1 -}}
- name: DATABASE_JDBC_URL
  value: {{ $root.Values.database.jdbcUrl | quote }}
- name: DATABASE_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $root.Values.database.usernameKey }}
- name: DATABASE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $root.Values.database.passwordKey }}
{{- end }}
