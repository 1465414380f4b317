// Every word that a page shows, in the languages it is shown in.
const WORDS = {
  en: {
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
  },
  zh: {
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
