{{/* The pods of a service. Call with (list $ name service). */}}
{{- define "cleansight.pod" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $service := index . 2 -}}
{{- $secret := $root.Values.kafka.userSecret | replace "NAME" $name -}}
{{- $options := include "cleansight.options" (list $root $service) | fromYaml -}}
{{- $preStop := int ($service.preStopSeconds | default 0) -}}
{{- $health := ternary "management" "http" (hasKey $service "managementPort") -}}
metadata:
  labels:
    {{- include "cleansight.labels" (list $root $name) | nindent 4 }}
    {{- with $options.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if or (not $root.Values.monitoring.podMonitor) $options.annotations }}
  annotations:
    {{- if not $root.Values.monitoring.podMonitor }}
    prometheus.io/scrape: "true"
    prometheus.io/path: /actuator/prometheus
    prometheus.io/port: {{ $service.managementPort | default $service.port | quote }}
    {{- end }}
    {{- with $options.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  serviceAccountName: {{ include "cleansight.account" (list $root $name $service) }}
  terminationGracePeriodSeconds: {{ add (int $options.terminationGracePeriodSeconds) $preStop }}
  {{- include "cleansight.podSpec" (list $root $name $options) | nindent 2 }}
  {{- with $options.topologySpread }}
  topologySpreadConstraints:
    {{- range . }}
    - topologyKey: {{ . }}
      maxSkew: 1
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "cleansight.selector" (list $root $name) | nindent 10 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $name }}
      image: {{ include "cleansight.image" (list $root $name $service.image) }}
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
      {{- include "cleansight.env" (list $name (include "cleansight.serviceEnv" .) $options) | nindent 6 }}
      startupProbe:
        httpGet: {path: /actuator/health/liveness, port: {{ $health }}}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: {{ div (add (int $options.startSeconds) 4) 5 }}
      livenessProbe:
        httpGet: {path: /actuator/health/liveness, port: {{ $health }}}
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        httpGet: {path: /actuator/health/readiness, port: {{ $health }}}
        periodSeconds: 5
        timeoutSeconds: 3
      {{- if $preStop }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ $preStop }}
      {{- end }}
      resources:
        {{- toYaml $service.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if $service.state }}
        - name: state
          mountPath: /state
        {{- end }}
        {{- if and $service.model $root.Values.model.claim }}
        - name: models
          mountPath: /models
          readOnly: true
        {{- end }}
        {{- if and $service.opens $root.Values.addresses.caSecret }}
        - name: ca
          mountPath: /ca
          readOnly: true
        {{- end }}
        {{- if and $service.bridge $root.Values.bridge.mqtt.caSecret }}
        - name: mqtt-ca
          mountPath: /etc/cleansight/mqtt
          readOnly: true
        {{- end }}
        {{- include "cleansight.files" (list $root $service.database $service.redis $secret true) | nindent 8 }}
        {{- if and $service.archive $root.Values.archive.claim }}
        - name: archive
          mountPath: /archive
        {{- end }}
        {{- if and $service.snapshots $root.Values.recordings.claim }}
        - name: recordings
          mountPath: /recordings
          readOnly: {{ not $service.archive }}
        {{- end }}
        {{- with $options.volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    {{- if and $service.opens $root.Values.addresses.caSecret }}
    - name: ca
      secret:
        secretName: {{ $root.Values.addresses.caSecret }}
    {{- end }}
    {{- if and $service.bridge $root.Values.bridge.mqtt.caSecret }}
    - name: mqtt-ca
      secret:
        secretName: {{ $root.Values.bridge.mqtt.caSecret }}
        items: [{key: {{ $root.Values.bridge.mqtt.caKey }}, path: ca.crt}]
    {{- end }}
    {{- include "cleansight.fileVolumes" (list $root $service.database $service.redis $secret true) | nindent 4 }}
    {{- if and $service.model $root.Values.model.claim }}
    - name: models
      persistentVolumeClaim:
        claimName: {{ $root.Values.model.claim }}
        readOnly: true
    {{- end }}
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
    {{- with $options.volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{/* The account of a service's pods. Call with (list $ name service). */}}
{{- define "cleansight.account" -}}
{{- ((index . 2).serviceAccount | default dict).name | default (include "cleansight.name" (list (index . 0) (index . 1))) -}}
{{- end }}
