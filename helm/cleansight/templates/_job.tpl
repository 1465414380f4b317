{{/* The spec of a job that persistence-service's image runs. Call with a dict of root, name, args, deadline, env, database, kafka (the secret of its login at Kafka, or empty), registry. */}}
{{- define "cleansight.job" -}}
{{- $root := .root -}}
{{- $jobs := $root.Values.jobs -}}
{{- $options := include "cleansight.options" (list $root $jobs) | fromYaml -}}
backoffLimit: 6
activeDeadlineSeconds: {{ .deadline }}
template:
  metadata:
    labels:
      {{- include "cleansight.labels" (list $root .name) | nindent 6 }}
      {{- with $options.labels }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with $options.annotations }}
    annotations:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  spec:
    restartPolicy: Never
    {{- include "cleansight.podSpec" (list $root .name $options) | nindent 4 }}
    containers:
      - name: {{ .name }}
        image: {{ include "cleansight.image" (list $root "persistence-service" (index $root.Values.services "persistence-service").image) }}
        imagePullPolicy: {{ $root.Values.image.pullPolicy }}
        args: {{ toJson .args }}
        securityContext:
          {{- include "cleansight.containerSecurity" $root | nindent 10 }}
        {{- include "cleansight.env" (list .name .env $options) | nindent 8 }}
        resources:
          {{- toYaml $jobs.resources | nindent 10 }}
        volumeMounts:
          - name: tmp
            mountPath: /tmp
          {{- include "cleansight.files" (list $root .database false .kafka .registry) | nindent 10 }}
          {{- with $options.volumeMounts }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
    volumes:
      {{- include "cleansight.fileVolumes" (list $root .database false .kafka .registry) | nindent 6 }}
      - name: tmp
        emptyDir:
          sizeLimit: 256Mi
      {{- with $options.volumes }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end }}
