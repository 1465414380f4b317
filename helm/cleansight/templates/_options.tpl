{{/* What a pod has of what values say of all pods and of its own: maps and lists of both, of anything else its own. Call with (list $ own). */}}
{{- define "cleansight.options" -}}
{{- $all := (index . 0).Values.pods -}}
{{- $own := index . 1 -}}
{{- $options := deepCopy $all -}}
{{- range $key, $value := $all -}}
  {{- if hasKey $own $key -}}
    {{- $mine := index $own $key -}}
    {{- if and (kindIs "slice" $mine) (ne $key "topologySpread") -}}
      {{- $_ := set $options $key (concat $value $mine) -}}
    {{- else if kindIs "map" $mine -}}
      {{- $_ := set $options $key (merge (deepCopy $mine) $value) -}}
    {{- else -}}
      {{- $_ := set $options $key $mine -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- toYaml $options -}}
{{- end }}

{{/* Environment, first what the chart says and then what values say beside it. Call with (list name chart's options). */}}
{{- define "cleansight.env" -}}
{{- $owner := index . 0 -}}
{{- $given := index . 1 -}}
{{- $options := index . 2 -}}
{{- $names := list -}}
{{- range fromYamlArray $given -}}
{{- $names = append $names .name -}}
{{- end -}}
env:
{{- $given | nindent 2 }}
{{- range $name, $value := $options.env }}
{{- if has $name $names }}
{{- fail (printf "env of %s: %s is what the chart sets itself, by other values" $owner $name) }}
{{- end }}
  - name: {{ $name }}
    {{- if kindIs "map" $value }}
    {{- toYaml $value | nindent 4 }}
    {{- else }}
    value: {{ $value | quote }}
    {{- end }}
{{- end }}
{{- with $options.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What stands in the spec of every pod, one that the Pod Security Standard "restricted" lets run. Call with (list $ name options). */}}
{{- define "cleansight.podSpec" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $options := index . 2 -}}
automountServiceAccountToken: false
# A Service called mail or redis would be read as a setting.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
  {{- with $options.securityContext }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $options.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- with $options.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $options.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $options.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $options.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "cleansight.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
