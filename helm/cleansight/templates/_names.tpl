{{/* What the name of every object begins with: the release's name, as the strictest kind takes it. A Service begins with a letter and has no dot. A StatefulSet's name and 11 characters are a label of its pods, which has 63 at most, and the longest of ours adds 18. */}}
{{- define "cleansight.base" -}}
{{- $given := .Values.fullnameOverride | default .Release.Name -}}
{{- $fit := $given | replace "." "-" -}}
{{- if regexMatch "^[0-9]" $fit -}}
{{- $fit = printf "r%s" $fit -}}
{{- end -}}
{{- if or (ne $fit $given) (gt (len $fit) 33) -}}
{{- $fit = printf "%s-%s" (trunc 26 $fit | trimSuffix "-") (sha256sum $given | trunc 6) -}}
{{- end -}}
{{- $fit -}}
{{- end }}

{{/* The name of an object. Call with (list $ name). */}}
{{- define "cleansight.name" -}}
{{- printf "%s-%s" (include "cleansight.base" (index . 0)) (index . 1) -}}
{{- end }}

{{/* Labels of one service's objects. Call with (list $ name). */}}
{{- define "cleansight.labels" -}}
{{- $root := index . 0 -}}
{{ include "cleansight.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: cleansight
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{/* What a service's pods are found by. */}}
{{- define "cleansight.selector" -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end }}

{{/* An image. Call with (list $ name given); given goes before, if it is not empty. */}}
{{- define "cleansight.image" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- if index . 2 -}}
{{- index . 2 -}}
{{- else -}}
{{- $registry := required (printf "image.registry must be set: where the image of %s is, without its name" $name) $root.Values.image.registry -}}
{{- printf "%s/%s:%s" $registry $name ($root.Values.image.tag | default $root.Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{/* The login of a service at Kafka. Call with (list $ name). */}}
{{- define "cleansight.kafkaUser" -}}
{{- (index . 0).Values.kafka.userName | replace "NAME" (index . 1) -}}
{{- end }}

{{/* "true" of a service that this installation has: bridge-service only with pods. Call with (list $ name). */}}
{{- define "cleansight.runs" -}}
{{- $service := get (index . 0).Values.services (index . 1) -}}
{{- if or (not $service.bridge) $service.autoscaling (gt (int $service.replicas) 0) }}true{{ end -}}
{{- end }}
