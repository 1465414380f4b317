// Every word that a page shows, in the languages it is shown in.
const WORDS = {
  en: {
    pages: 'Pages', login: 'Log in', logIn: 'Log in', logOut: 'Log out', password: 'Password', viewer: 'viewer', reviewer: 'reviewer', admin: 'administrator',
    linkHint: 'On a laptop there is no password: ./run link prints an address that lets this browser in.',
    live: 'Live', records: 'Violations', alerts: 'Alerts', other: '中文', otherLabel: 'Switch to Chinese',
    noCameras: 'No camera has connected yet. Cameras appear here within seconds of their first frame.',
    noViolations: 'No violation matches.', noAlerts: 'No alert has been raised.',
    last24: 'Last 24 hours', framesToday: 'frames analysed in 24 h', violationsToday: 'violations in 24 h', inference: 'inference time per frame',
    camerasOnline: 'cameras online', camera: 'Camera', status: 'Status', type: 'Type', all: 'All', more: 'More',
    pending: 'Pending', confirmed: 'Confirmed', false_positive: 'False positive', resolved: 'Resolved', raised: 'Raised',
    no_hairnet: 'No hairnet', no_handwash: 'Hands not washed', no_sanitize: 'Hands not sanitised',
    short_handwash: 'Hands washed too briefly', restricted_area: 'Restricted area entered',
    notes: 'Notes', confirm: 'Confirm', reject: 'False positive', resolve: 'Resolve', close: 'Close',
    time: 'Time', priority: 'Priority', message: 'Message', channels: 'Notified via', rules: 'Rules', name: 'Name',
    conditions: 'Conditions', enabled: 'Enabled', yes: 'yes', no: 'no', every: 'every camera',
    low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical',
    online: 'Online', offline: 'Offline', stalled: 'Stalled', blind: 'No usable image', waiting: 'Waiting for analysis', finished: 'Finished', off: 'Switched off', source: 'Source', source_hint: 'rtsp://user:password@address/…; kept encrypted, never shown again', source_kept: 'one is set; empty: it stays',
    clockAhead: 'Clock of the capturing machine is {} ahead', clockBehind: 'Clock of the capturing machine is {} behind', unitHour: 'h', unitMinute: 'min', unitSecond: 's',
    awaited: 'The picture is on its way', missing: 'The picture is gone', picture: 'Picture of the violation',
    until: 'Until', lasting: 'ongoing', confidence: 'Confidence', reason: 'Reason', decidedBy: 'Reviewed by',
    people: 'people', violating: 'no hairnet', compliant: 'hairnet', unknown: 'unclear', perHour: 'violations per hour', awaitingPicture: 'Waiting for a picture…',
    later: 'Sent; it will show in a moment.', failed: 'That did not work: ',
    violation_threshold: 'Too many violations', continuous_violation: 'Repeated violations', no_detection: 'Nobody seen',
    occupancy: 'Too many people', camera_offline: 'Camera offline', camera_blind: 'Camera without a usable image', dwell: 'Stay too long or too short',
    compliance_rate: 'Compliance too low', updated: 'Updated', acknowledged: 'Acknowledged', escalated: 'Escalated', silenced: 'Silenced',
    unsilenced: 'Notified after a silence', notifications: 'Notifications', stillWaiting: 'Waiting', undelivered: 'not delivered in 7 days', attempts: 'attempts',
    delivered: 'Delivered', retrying: 'Being retried', postponed: 'Postponed', given_up: 'Not delivered',
    acknowledge: 'Acknowledge', silence: 'Silence', silences: 'Silences and maintenance', maintenance: 'Maintenance', newRule: 'New rule', newSilence: 'New silence',
    edit: 'Edit', remove: 'Delete', save: 'Save', cancel: 'Cancel', tryRule: 'Try on the last 7 days', trying: 'Reading the history…',
    wouldHave: 'alerts it would have raised', eventsRead: 'events read', incomplete: 'There was more history than time: the first part only.',
    threshold: 'Violations', min_detections: 'Violations', duration_minutes: 'Minutes', duration_seconds: 'Seconds', violation_type: 'Kind of violation',
    max_people: 'People at most', zone: 'Zone', of: 'Of', person: 'people', frame: 'pictures', min_seconds: 'Seconds at least', max_seconds: 'Seconds at most',
    item: 'Item', percent: 'Per cent at least', min_people: 'People at least', any: 'any', hairnet: 'hairnet',
    cameras: 'Cameras', cameras_hint: 'names, separated by commas; none: all', labels: 'Labels', labels_hint: 'cameras with one of these labels',
    notification_channels: 'Notification channels', channels_hint: 'log, email, or the name of a webhook or robot', recipients: 'E-mail addresses',
    cooldown_seconds: 'Cooldown (s)', group_seconds: 'Group alerts of cameras within (s)', group_hint: '0: an alert for each camera',
    escalate_after_seconds: 'Escalate if not acknowledged (s)', escalate_hint: '0: never', escalation_channels: 'Escalation channels', escalation_recipients: 'Escalation recipients',
    schedule: 'Active schedule', from: 'From', to: 'To', time_zone: 'Time zone', days: 'Days', comment: 'Reason', kind: 'Kind', ends_at: 'Until',
    silence_hint: 'Silence: alerts are kept; notifications follow when it ends, for alerts that are still open. Maintenance: none is raised.', noSilences: 'Nothing is silenced.', selected: 'selected', select: 'Select',
    monday: 'Mon', tuesday: 'Tue', wednesday: 'Wed', thursday: 'Thu', friday: 'Fri', saturday: 'Sat', sunday: 'Sun', actions: 'Actions', hours: 'hours',
    entrance: 'Entrance', handwash: 'Hand washing', sanitize: 'Sanitising', work_area: 'Work area', restricted: 'Restricted', monitoring: 'Monitoring',
    statistics: 'Statistics', system: 'System', period: 'Period', today: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days',
    quarter: 'Last 90 days', year: 'Last 365 days', violations: 'Violations', persons: 'People seen', compliance: 'Compliance', coverage: 'Coverage',
    frames: 'Frames analysed', before: 'before', byTime: 'Violations over time', byCamera: 'By camera', byZone: 'Compliance by zone', byType: 'By kind',
    byShift: 'By shift', heat: 'Violations by hour of the week', complianceOverTime: 'Compliance over time', shiftFrom: 'from', exportCsv: 'CSV',
    exportXlsx: 'Excel', exportAs: 'Export violations:', nothingYet: 'Nothing was recorded in this time.', hourOfDay: 'Hour', fewer: 'fewer',
    moreOf: 'more',
    unjudgedEntries: 'Entries not judged', staleFrames: 'Frames skipped', outdatedFrames: 'Outdated frames',
    unjudgedHint: 'Entries not judged: people who entered the work area without being seen all the way there; nothing is held against them. Frames skipped: live frames passed over because newer ones were waiting. Outdated frames: of a camera run that a later one had replaced.',
    coverageHint: 'Coverage: the share of the time in which a camera delivered a picture. Little coverage makes compliance say little.',
    fps: 'Frames per second', captured: 'Captured', published: 'Published', dropped: 'Dropped', lastWord: 'Last heartbeat', settings: 'Settings',
    zones: 'Zones', draw: 'Draw zones', noPicture: 'No picture yet', watching: 'Watched', required_steps: 'Steps before the work area',
    minimum_wash_seconds: 'Minimum wash time (s)', step_window_minutes: 'Step valid for (min)', save_strategy: 'Keep records of',
    save_interval: 'Every so many frames', lately: 'Recent events', happened: 'Event', nothingLately: 'No events in the last 24 hours', did_handwash: 'Hands washed', did_sanitize: 'Hands sanitised', unblur: 'Show without blur', camera_probed: 'Tested connection', probe: 'Test connection', probing: 'Asking the camera…', probed: 'The camera shows this', unanswered: 'No answer yet: capture-service is away or busy', stop: 'Stop', start: 'Start', newCamera: 'New camera', cameraId: 'Camera id',
    steps_hint: 'handwash, sanitize; none: whichever the camera has a zone for', violations_only: 'frames with violations',
    interval: 'every so many frames', smart: 'violations, and some of the rest', zoneEditor: 'Zones',
    zoneHint: 'Click corners onto the picture, three or more; click the first one to close. Drag a corner to move it; with the keyboard, choose a corner and use the arrow keys.',
    zoneType: 'Kind', zoneName: 'Name', dwellSeconds: 'Stay at least (s)', newZone: 'New zone', corner: 'Corner', addCorner: 'Add a corner',
    undo: 'Remove the last corner', lag: 'Consumer lag', reader: 'Consumer', topic: 'Topic', records_: 'records', perSecond: 'per second',
    written: 'Written', kept: 'Retained', deadLetters: 'Dead letters', versions: 'Versions', model: 'Model', database: 'Database', schema: 'schema',
    size: 'Size', caughtUp: 'no lag', component: 'Component', version: 'Version', flow: 'Throughput', audit: 'Audit', who: 'Who',
    action: 'Action', target: 'Target', at_address: 'From', evidence_viewed: 'Viewed picture', thumbnail_viewed: 'Viewed thumbnail',
    evidence_unblurred: 'Viewed picture unblurred', live_viewed: 'Watched live', live_unblurred: 'Watched live unblurred', preview_viewed: 'Viewed preview', preview_unblurred: 'Viewed preview unblurred', records_exported: 'Exported records', personal_data_exported: 'Exported personal data', rule_set: 'Set rule', rule_withdrawn: 'Deleted rule',
    silence_set: 'Set silence', silence_withdrawn: 'Ended silence', camera_set: 'Set camera', camera_withdrawn: 'Removed camera settings',
    logged_in: 'Logged in', login_refused: 'Login failed', selectAll: 'Select all',
    keys: 'Keys: j next, k previous, c confirm, f false positive, r resolve, x select, Enter opens', next: 'Next', previous: 'Previous',
    timeline: 'What happened before', unblurred: 'Show faces', severity: 'Severity',
    untimely: 'Implausible time', untimely_future: 'captured in the future; not in the statistics',
    untimely_expired: 'captured too long ago; not in the statistics', info: 'info', columns: 'Columns', entered: 'entered',
    left: 'left', washed: 'washed hands', sanitized: 'sanitised', opened: 'violation began', closed: 'violation ended',
    tooMany: 'cameras more than the wall shows at once', auditEmpty: 'Nothing is in the audit.', assignee: 'Assigned to', legalHold: 'Legal hold',
    hold: 'Hold', requestLift: 'Request lift of hold', confirmLift: 'Confirm lift of hold', awaitsAnother: 'Another person must confirm',
    liftRequestedBy: 'Lift requested by', erasure_requested: 'Requested erasure', erased: 'Applied erasure', hold_set: 'Set legal hold', hold_lift_requested: 'Requested lift of legal hold', hold_lift_confirmed: 'Lifted legal hold',
    outcome_stale: 'somebody else decided meanwhile', decided: 'decided',
    users: 'Access', usersOnly: 'Users', keysOnly: 'API keys', newUser: 'New user', newKey: 'New key', role: 'Role', expires_at: 'Expires',
    never: 'never', noEnd: 'never', lastUsed: 'Last used', inSettings: 'in the settings', everyCamera: 'Every camera', cameras_some: 'else these; none: no camera', password_hint: '12 characters at least',
    password_kept: 'empty: it stays as it is', rotate: 'Rotate secret', overlap_hours: 'Old secret works for (h)', secret: 'Secret',
    secretHint: 'This is shown once. Whoever has it comes in as this key: store it now, where the machine reads it.', oldUntil: 'old secret until',
    revoke: 'Revoke', ownPassword: 'Set your password', current_password: 'Password now', password_new: 'New password', logInWith: 'Log in with {}',
    loginFailed: 'The log-in there did not work, or you have no role here.', passwordHint: 'Afterwards you log in again, in every browser.',
    user_set: 'Set user', user_removed: 'Removed user', password_changed: 'Changed password', key_set: 'Set key', key_rotated: 'Rotated key',
    key_revoked: 'Revoked key', logged_out: 'Logged out',
  },
  zh: {
    pages: '页面', login: '登录', logIn: '登录', logOut: '退出', password: '密码', viewer: '查看者', reviewer: '审核员', admin: '管理员',
    linkHint: '在笔记本上运行时没有密码：./run link 会打印一个让此浏览器进入的地址。',
    live: '实时监控', records: '违规记录', alerts: '告警中心', other: 'English', otherLabel: '切换到英文',
    noCameras: '还没有摄像头上线。摄像头送出第一帧后几秒内会显示在这里。',
    noViolations: '没有符合条件的违规记录。', noAlerts: '没有告警。',
    last24: '最近 24 小时', framesToday: '24 小时内已分析帧数', violationsToday: '24 小时内违规', inference: '每帧模型用时',
    camerasOnline: '在线摄像头', camera: '摄像头', status: '状态', type: '类型', all: '全部', more: '更多',
    pending: '待处理', confirmed: '属实', false_positive: '误报', resolved: '已解决', raised: '告警中',
    no_hairnet: '未戴发网', no_handwash: '未洗手', no_sanitize: '未消毒', short_handwash: '洗手时间不足', restricted_area: '进入限制区域',
    notes: '备注', confirm: '属实', reject: '误报', resolve: '标为已解决', close: '关闭',
    time: '时间', priority: '优先级', message: '内容', channels: '通知渠道', rules: '告警规则', name: '名称',
    conditions: '条件', enabled: '启用', yes: '是', no: '否', every: '所有摄像头',
    low: '低', medium: '中', high: '高', critical: '紧急',
    online: '在线', offline: '离线', stalled: '无画面', blind: '画面异常', waiting: '等待分析', finished: '播放完毕', off: '已关闭', source: '视频来源', source_hint: 'rtsp://用户:密码@地址/…；加密保存，不再显示', source_kept: '已设置；留空则保持不变',
    clockAhead: '采集主机的时钟快 {}', clockBehind: '采集主机的时钟慢 {}', unitHour: '小时', unitMinute: '分钟', unitSecond: '秒',
    awaited: '图片正在保存', missing: '图片已不存在', picture: '违规图片',
    until: '结束', lasting: '仍在持续', confidence: '置信度', reason: '原因', decidedBy: '处理人',
    people: '人', violating: '未戴发网', compliant: '已戴发网', unknown: '不确定', perHour: '每小时违规数', awaitingPicture: '等待画面…',
    later: '已提交，稍后显示。', failed: '操作失败：',
    violation_threshold: '违规次数超限', continuous_violation: '连续违规', no_detection: '无人',
    occupancy: '人数超限', camera_offline: '摄像头离线', camera_blind: '摄像头画面异常', dwell: '停留过长或过短',
    compliance_rate: '合规率过低', updated: '有更新', acknowledged: '已确认', escalated: '已升级', silenced: '已静默',
    unsilenced: '静默结束后已通知', notifications: '通知', stillWaiting: '待发送', undelivered: '条通知 7 天内未送达', attempts: '次尝试',
    delivered: '已送达', retrying: '重试中', postponed: '已推迟', given_up: '未送达',
    acknowledge: '确认告警', silence: '静默', silences: '静默与维护', maintenance: '维护', newRule: '新建规则', newSilence: '新建静默',
    edit: '编辑', remove: '删除', save: '保存', cancel: '取消', tryRule: '用最近 7 天试运行', trying: '正在读取历史…',
    wouldHave: '条告警（预计触发）', eventsRead: '个事件已分析', incomplete: '历史太多，只读了前一部分。',
    threshold: '违规次数', min_detections: '违规次数', duration_minutes: '分钟', duration_seconds: '秒', violation_type: '违规类型',
    max_people: '最多人数', zone: '区域', of: '对象', person: '人', frame: '画面', min_seconds: '至少秒数', max_seconds: '至多秒数',
    item: '物品', percent: '合规率下限（%）', min_people: '至少人数', any: '任意', hairnet: '发网',
    cameras: '摄像头', cameras_hint: '名称，用逗号分隔；留空为全部', labels: '标签', labels_hint: '带有其中一个标签的摄像头',
    notification_channels: '通知渠道', channels_hint: 'log、email，或 webhook、机器人的名称', recipients: '邮件地址',
    cooldown_seconds: '告警冷却时间（秒）', group_seconds: '合并告警窗口（秒）', group_hint: '0：每个摄像头各一条',
    escalate_after_seconds: '未确认则升级（秒）', escalate_hint: '0：从不', escalation_channels: '升级渠道', escalation_recipients: '升级收件人',
    schedule: '仅在这些时段', from: '从', to: '到', time_zone: '时区', days: '星期', comment: '原因', kind: '类别', ends_at: '截止时间',
    silence_hint: '静默：保留告警但暂不通知，结束时仍未恢复的告警会补发通知。维护：不产生告警。', noSilences: '没有静默。', selected: '条已选', select: '选择',
    monday: '周一', tuesday: '周二', wednesday: '周三', thursday: '周四', friday: '周五', saturday: '周六', sunday: '周日', actions: '操作', hours: '小时',
    entrance: '入口', handwash: '洗手区', sanitize: '消毒区', work_area: '作业区', restricted: '限制区', monitoring: '监控区',
    statistics: '统计', system: '系统', period: '时段', today: '最近 24 小时', week: '最近 7 天', month: '最近 30 天', quarter: '最近 90 天', year: '最近 365 天',
    violations: '违规', persons: '人次', compliance: '合规率', coverage: '覆盖率', frames: '已分析帧数', before: '上一时段', byTime: '违规趋势', byCamera: '按摄像头',
    byZone: '各区域合规率', byType: '按类型', byShift: '按班次', heat: '一周各时段违规', complianceOverTime: '合规率趋势', shiftFrom: '班次开始', exportCsv: 'CSV',
    exportXlsx: 'Excel', exportAs: '导出违规记录：', nothingYet: '此时段没有记录。', hourOfDay: '小时', fewer: '少', moreOf: '多',
    unjudgedEntries: '未判定的进入次数', staleFrames: '跳过的帧', outdatedFrames: '过期的帧',
    unjudgedHint: '未判定的进入次数：人员进入作业区前未被全程看到，不记为违规。跳过的帧：因已有更新的画面而跳过的实时帧。过期的帧：来自已被新一轮采集取代的旧采集。',
    coverageHint: '覆盖率：摄像头有画面的时间占比。覆盖率低时，合规率意义有限。', fps: '每秒帧数', captured: '已采集', published: '已发送', dropped: '已丢弃', lastWord: '最近心跳', settings: '设置',
    zones: '区域', draw: '绘制区域', noPicture: '还没有画面', watching: '监控中', required_steps: '进入作业区前的步骤', minimum_wash_seconds: '最短洗手时间（秒）',
    step_window_minutes: '步骤有效时间（分钟）', save_strategy: '保存记录', save_interval: '每隔多少帧', lately: '最近事件', happened: '事件', nothingLately: '最近 24 小时没有事件', did_handwash: '已洗手', did_sanitize: '已消毒', unblur: '显示未遮挡画面', camera_probed: '测试连接', probe: '测试连接', probing: '正在连接摄像头…', probed: '摄像头当前画面', unanswered: '暂无应答：capture-service 不在或正忙', stop: '停止', start: '启动', newCamera: '添加摄像头', cameraId: '摄像头编号',
    steps_hint: 'handwash、sanitize；留空：摄像头画有哪种区域就要求哪种', violations_only: '有违规的帧', interval: '每隔若干帧', smart: '违规帧及部分正常帧', zoneEditor: '区域',
    zoneHint: '在画面上点击添加顶点，至少三个；点击第一个顶点即可闭合。拖动顶点可移动；使用键盘时，选中顶点后按方向键。', zoneType: '类型', zoneName: '名称', dwellSeconds: '至少停留（秒）', newZone: '新建区域',
    corner: '顶点', addCorner: '添加顶点', undo: '删除最后一个顶点', lag: '消费积压', reader: '消费组', topic: '主题', records_: '条', perSecond: '每秒', written: '已写入',
    kept: '保留', deadLetters: '死信', versions: '版本', model: '模型', database: '数据库', schema: '结构版本', size: '大小', caughtUp: '无积压', component: '组件',
    version: '版本', flow: '吞吐量', audit: '审计', who: '操作人', action: '操作', target: '对象', at_address: '来源', evidence_viewed: '查看图片',
    thumbnail_viewed: '查看缩略图', evidence_unblurred: '查看未模糊的图片', live_viewed: '观看实时画面', live_unblurred: '观看未模糊的实时画面', preview_viewed: '查看预览图', preview_unblurred: '查看未模糊的预览图', records_exported: '导出', personal_data_exported: '导出个人信息', rule_set: '设置规则', rule_withdrawn: '删除规则', silence_set: '设置静默',
    silence_withdrawn: '结束静默', camera_set: '设置摄像头', camera_withdrawn: '移除摄像头设置', logged_in: '登录', login_refused: '登录被拒绝', selectAll: '全选',
    keys: '快捷键：j 下一条，k 上一条，c 属实，f 误报，r 已解决，x 选择，Enter 打开', next: '下一条', previous: '上一条', timeline: '此前经过', unblurred: '显示人脸', severity: '严重程度',
    untimely: '时间异常', untimely_future: '拍摄时间晚于当前时间，不计入统计', untimely_expired: '拍摄时间过早，不计入统计',
    info: '提示', columns: '列数', entered: '进入', left: '离开', washed: '已洗手', sanitized: '已消毒', opened: '违规开始', closed: '违规结束', tooMany: '个摄像头未显示在墙上',
    auditEmpty: '审计中没有记录。', assignee: '负责人', legalHold: '证据保全',
    hold: '设为证据保全', requestLift: '申请解除保全', confirmLift: '确认解除保全', awaitsAnother: '须由另一人确认',
    liftRequestedBy: '申请解除者', erasure_requested: '申请删除', erased: '已删除', hold_set: '设为证据保全', hold_lift_requested: '申请解除证据保全', hold_lift_confirmed: '确认解除证据保全', outcome_stale: '其他人已作出决定', decided: '已处理',
    users: '访问权限', usersOnly: '用户', keysOnly: 'API 密钥', newUser: '新建用户', newKey: '新建密钥', role: '角色', expires_at: '到期时间',
    never: '从未', noEnd: '永不过期', lastUsed: '最近使用', inSettings: '来自配置', everyCamera: '全部摄像头', cameras_some: '否则仅限这些；留空：无摄像头', password_hint: '至少 12 个字符',
    password_kept: '留空则保持不变', rotate: '更换密钥', overlap_hours: '旧密钥继续有效（小时）', secret: '密钥',
    secretHint: '只显示这一次。持有它的程序即以此密钥的身份访问：请立即保存到使用它的设备中。', oldUntil: '旧密钥有效至',
    revoke: '吊销', ownPassword: '修改密码', current_password: '当前密码', password_new: '新密码', logInWith: '使用 {} 登录',
    loginFailed: '在那里登录未成功，或您在此没有角色。', passwordHint: '修改后需要在所有浏览器中重新登录。',
    user_set: '设置用户', user_removed: '移除用户', password_changed: '修改密码', key_set: '设置密钥', key_rotated: '更换密钥',
    key_revoked: '吊销密钥', logged_out: '退出登录',
  },
};

const chosen = localStorage.getItem('language');
export const language = chosen in WORDS ? chosen : navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';

/** The word in the viewer's language; what has no word is shown as it is. */
export const word = (key) => WORDS[language][key] ?? key;

export const switchLanguage = () => {
  localStorage.setItem('language', language === 'zh' ? 'en' : 'zh');
  location.reload();
};

const times = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' });
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** In the viewer's own time zone. */
export const time = (iso) => times.format(new Date(iso));
export const number = (value) => numbers.format(value);

const UNITS = [[3_600_000, 'unitHour'], [60_000, 'unitMinute'], [1000, 'unitSecond']];

/** That a machine's clock is off by more than a second, in the largest unit that fits; null if it is not, or nobody knows. */
export function clockSkew(millis) {
  const off = Math.abs(millis ?? 0);
  if (off <= 1000) {
    return null;
  }
  const [size, unit] = UNITS.find(([it]) => off >= it);
  const amount = `${number(Math.round((off / size) * 10) / 10)} ${word(unit)}`;
  return word(millis > 0 ? 'clockAhead' : 'clockBehind').replace('{}', amount);
}

/** A share of 1; a dash where there is none. */
export const percent = (value) => value === null ? '–' : `${(value * 100).toFixed(1)} %`;
