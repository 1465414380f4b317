{{/* One rule of a NetworkPolicy. Call with (list direction peers ports protocols); no peers are everybody, no ports are all. */}}
{{- define "cleansight.rule" -}}
{{- $peers := index . 1 -}}
{{- $protocols := index . 3 -}}
- ports:
    {{- range $port := index . 2 }}
    {{- range $protocols }}
    - {port: {{ $port }}, protocol: {{ . }}}
    {{- end }}
    {{- end }}
  {{- with $peers }}
  {{ index $ 0 }}:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Networks as values name them, as peers; "public" is everything but what is private. Call with a list of networks. */}}
{{- define "cleansight.networks" -}}
{{- range . }}
{{- if eq . "public" }}
- ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]}
- ipBlock: {cidr: "::/0", except: ["fc00::/7", "fe80::/10"]}
{{- else if contains "/" . }}
- ipBlock: {cidr: {{ . | quote }}}
{{- else }}
- ipBlock: {cidr: {{ printf "%s/%s" . (ternary "128" "32" (contains ":" .)) | quote }}}
{{- end }}
{{- end }}
{{- end }}
