// Every word that a page shows, in the languages it is shown in.
const WORDS = {
  en: {
    pages: 'Pages', login: 'Log in', logIn: 'Log in', logOut: 'Log out', password: 'Password', viewer: 'viewer', reviewer: 'reviewer', admin: 'administrator',
    linkHint: 'On a laptop there is no password: ./run link prints an address that lets this browser in.',
    live: 'Live', records: 'Violations', alerts: 'Alerts', other: '中文', otherLabel: 'Switch to Chinese',
    noCameras: 'No camera has spoken yet. Cameras appear here within seconds of their first frame.',
    noViolations: 'No violation matches.', noAlerts: 'No alert has been raised.',
    last24: 'Last 24 hours', framesToday: 'frames judged in 24 h', violationsToday: 'violations in 24 h', inference: 'per frame in the model',
    camerasOnline: 'cameras online', camera: 'Camera', status: 'Status', type: 'Type', all: 'All', more: 'More',
    pending: 'Pending', confirmed: 'Confirmed', false_positive: 'False positive', resolved: 'Resolved', raised: 'Raised',
    no_hairnet: 'No hairnet', no_handwash: 'Hands not washed', no_sanitize: 'Hands not sanitised',
    short_handwash: 'Hands washed too briefly', restricted_area: 'Restricted area entered',
    notes: 'Notes', confirm: 'Confirm', reject: 'False positive', resolve: 'Resolve', close: 'Close',
    time: 'Time', priority: 'Priority', message: 'Message', channels: 'Told through', rules: 'Rules', name: 'Name',
    conditions: 'Conditions', enabled: 'Enabled', yes: 'yes', no: 'no', every: 'every camera',
    low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical',
    online: 'Online', offline: 'Offline', stalled: 'Stalled', blind: 'Sees nothing', finished: 'Finished',
    awaited: 'The picture is on its way', missing: 'The picture is gone', picture: 'Picture of the violation',
    until: 'Until', lasting: 'still going on', confidence: 'Confidence', reason: 'Why', decidedBy: 'Decided by',
    people: 'people', violating: 'no hairnet', compliant: 'hairnet', unknown: 'unclear', perHour: 'violations per hour', waiting: 'Waiting for a picture…',
    later: 'Sent; it will show in a moment.', failed: 'That did not work: ',
    violation_threshold: 'Too many violations', continuous_violation: 'Violations again and again', no_detection: 'Nobody seen',
    occupancy: 'Too many people', camera_offline: 'Camera offline', camera_blind: 'Camera sees nothing', dwell: 'Stay too long or too short',
    compliance_rate: 'Compliance too low', updated: 'Updated', acknowledged: 'Acknowledged', escalated: 'Escalated', silenced: 'Silenced',
    acknowledge: 'Acknowledge', silence: 'Silence', silences: 'Silences and maintenance', maintenance: 'Maintenance', newRule: 'New rule', newSilence: 'New silence',
    edit: 'Edit', remove: 'Delete', save: 'Save', cancel: 'Cancel', tryRule: 'Try on the last 7 days', trying: 'Reading the history…',
    wouldHave: 'alerts it would have raised', eventsRead: 'events read', incomplete: 'There was more history than time: the first part only.',
    threshold: 'Violations', min_detections: 'Violations', duration_minutes: 'Minutes', duration_seconds: 'Seconds', violation_type: 'Kind of violation',
    max_people: 'People at most', zone: 'Zone', of: 'Of', person: 'people', frame: 'pictures', min_seconds: 'Seconds at least', max_seconds: 'Seconds at most',
    item: 'Item', percent: 'Per cent at least', min_people: 'People at least', any: 'any', hairnet: 'hairnet',
    cameras: 'Cameras', cameras_hint: 'names, separated by commas; none: all', labels: 'Labels', labels_hint: 'cameras with one of these labels',
    notification_channels: 'Tell through', channels_hint: 'log, email, or the name of a webhook or robot', recipients: 'E-mail addresses',
    cooldown_seconds: 'Quiet afterwards (s)', group_seconds: 'Gather cameras into one alert (s)', group_hint: '0: an alert for each camera',
    escalate_after_seconds: 'Escalate if not acknowledged (s)', escalate_hint: '0: never', escalation_channels: 'Escalate through', escalation_recipients: 'Escalate to',
    schedule: 'Only at these hours', from: 'From', to: 'To', time_zone: 'Time zone', days: 'Days', comment: 'Why', kind: 'Kind', ends_at: 'Until',
    silence_hint: 'Silence: alerts are kept, nobody is told. Maintenance: none is raised.', noSilences: 'Nothing is silenced.', selected: 'selected', select: 'Select',
    monday: 'Mon', tuesday: 'Tue', wednesday: 'Wed', thursday: 'Thu', friday: 'Fri', saturday: 'Sat', sunday: 'Sun', actions: 'Actions', hours: 'hours',
    entrance: 'Entrance', handwash: 'Hand washing', sanitize: 'Sanitising', work_area: 'Work area', restricted: 'Restricted', monitoring: 'Monitoring',
  },
  zh: {
    pages: '页面', login: '登录', logIn: '登录', logOut: '退出', password: '密码', viewer: '查看者', reviewer: '审核员', admin: '管理员',
    linkHint: '在笔记本上运行时没有密码：./run link 会打印一个让此浏览器进入的地址。',
    live: '实时监控', records: '违规记录', alerts: '告警中心', other: 'English', otherLabel: '切换到英文',
    noCameras: '还没有摄像头上线。摄像头送出第一帧后几秒内会显示在这里。',
    noViolations: '没有符合条件的违规记录。', noAlerts: '没有告警。',
    last24: '最近 24 小时', framesToday: '24 小时内已分析帧数', violationsToday: '24 小时内违规', inference: '每帧模型用时',
    camerasOnline: '在线摄像头', camera: '摄像头', status: '状态', type: '类型', all: '全部', more: '更多',
    pending: '待处理', confirmed: '已确认', false_positive: '误报', resolved: '已解决', raised: '告警中',
    no_hairnet: '未戴发网', no_handwash: '未洗手', no_sanitize: '未消毒', short_handwash: '洗手时间不足', restricted_area: '进入限制区域',
    notes: '备注', confirm: '确认', reject: '误报', resolve: '标为已解决', close: '关闭',
    time: '时间', priority: '优先级', message: '内容', channels: '通知渠道', rules: '告警规则', name: '名称',
    conditions: '条件', enabled: '启用', yes: '是', no: '否', every: '所有摄像头',
    low: '低', medium: '中', high: '高', critical: '紧急',
    online: '在线', offline: '离线', stalled: '无画面', blind: '看不见画面', finished: '播放完毕',
    awaited: '图片正在保存', missing: '图片已不存在', picture: '违规图片',
    until: '结束', lasting: '仍在持续', confidence: '置信度', reason: '依据', decidedBy: '处理人',
    people: '人', violating: '未戴发网', compliant: '已戴发网', unknown: '不确定', perHour: '每小时违规数', waiting: '等待画面…',
    later: '已提交，稍后显示。', failed: '操作失败：',
    violation_threshold: '违规次数超限', continuous_violation: '连续违规', no_detection: '无人',
    occupancy: '人数超限', camera_offline: '摄像头离线', camera_blind: '摄像头看不见画面', dwell: '停留过长或过短',
    compliance_rate: '合规率过低', updated: '有更新', acknowledged: '已确认收到', escalated: '已升级', silenced: '已静默',
    acknowledge: '确认收到', silence: '静默', silences: '静默与维护', maintenance: '维护', newRule: '新建规则', newSilence: '新建静默',
    edit: '编辑', remove: '删除', save: '保存', cancel: '取消', tryRule: '用最近 7 天试运行', trying: '正在读取历史…',
    wouldHave: '条告警会被触发', eventsRead: '个事件已读', incomplete: '历史太多，只读了前一部分。',
    threshold: '违规次数', min_detections: '违规次数', duration_minutes: '分钟', duration_seconds: '秒', violation_type: '违规类型',
    max_people: '最多人数', zone: '区域', of: '对象', person: '人', frame: '画面', min_seconds: '至少秒数', max_seconds: '至多秒数',
    item: '物品', percent: '至少百分比', min_people: '至少人数', any: '任意', hairnet: '发网',
    cameras: '摄像头', cameras_hint: '名称，用逗号分隔；留空为全部', labels: '标签', labels_hint: '带有其中一个标签的摄像头',
    notification_channels: '通知渠道', channels_hint: 'log、email，或 webhook、机器人的名称', recipients: '邮件地址',
    cooldown_seconds: '之后静默（秒）', group_seconds: '把多个摄像头合为一条告警（秒）', group_hint: '0：每个摄像头各一条',
    escalate_after_seconds: '未确认则升级（秒）', escalate_hint: '0：从不', escalation_channels: '升级渠道', escalation_recipients: '升级收件人',
    schedule: '仅在这些时段', from: '从', to: '到', time_zone: '时区', days: '星期', comment: '原因', kind: '类别', ends_at: '直到',
    silence_hint: '静默：保留告警但不通知。维护：不产生告警。', noSilences: '没有静默。', selected: '条已选', select: '选择',
    monday: '周一', tuesday: '周二', wednesday: '周三', thursday: '周四', friday: '周五', saturday: '周六', sunday: '周日', actions: '操作', hours: '小时',
    entrance: '入口', handwash: '洗手区', sanitize: '消毒区', work_area: '作业区', restricted: '限制区', monitoring: '监控区',
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
