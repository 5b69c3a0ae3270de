"""The words that a meaning turns on, in both scripts: numbers, units, limits, and terms with the form they share with their synonyms.

A word that is read wrongly is read wrongly on both sides of a comparison, so the table decides what a difference is called, not whether there is one.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a token does to the meaning."""

    ARTICLE = "article"
    NUMBER = "number"
    STATUS = "status"
    NEGATION = "negation"
    MODAL = "modal"
    HEDGE = "hedge"
    PARTY = "party"
    CONDITION = "condition"
    CONTRAST = "contrast"
    MANNER = "manner"
    LAW = "law"
    NEUTRAL = "neutral"
    WORD = "word"


DIGITS = {"一": 1, "二": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
ENGLISH = {**{word: number for number, word in enumerate(WORDS)}, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}
MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
UNITS = {
    "working_day": "個?工作[天日]|working days?|business days?",
    "day": "[天日]|(?:calendar )?days?",
    "week": "個?(?:週|星期|禮拜)|weeks?",
    "month": "個?月|months?",
    "year": "年|years?",
    "hour": "個?小時|hours?",
    "time": "次|times?",
    "person": "人|people|persons?|employees|workers",
    "percent": "%|%|percent",
    "money": "萬?元|dollars?|twd|nt\\$",
    "part": "[成倍]|fold",
    "age": "歲",
}
LIMITS = {
    "within": "(?:之|以)?內|within|in|up to|no later than|not later than",
    "before": "(?:之|以)?前|before",
    "after": "(?:之|以)?後|after",
    "least": "以上|至少|不少於|at least|no fewer than|滿",
    "most": "以下|最多|至多|不超過|at most|no more than|not more than",
    "more": "超過|逾|more than|over|exceeding",
    "less": "未滿|不足|不到|fewer than|less than|under|below",
}
TERMS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.CONTRAST, "but", "但書|但是|但|不過|然而|可是|but|however|although|though|yet"),
    (Kind.STATUS, "not_in_force", "尚未(?:施行|生效)|還沒(?:有)?(?:施行|生效|上路)|未施行|not yet in force|not in force"),
    (Kind.STATUS, "pending", "草案|審議中|審查中|預告|研議|提案|draft|bills?|pending|proposed|proposals?|guidelines?"),
    (Kind.STATUS, "in_force", "已(?:經)?(?:施行|生效|上路)|施行|生效|上路|現行|in force|takes? effect|took effect|effective|now law|enacted"),
    (Kind.STATUS, "void", "失效|廢止|刪除|void|repealed|abolished|struck down"),
    (Kind.HEDGE, "argue", "可以主張|可主張|one can argue|can be argued|arguably|could argue"),
    (Kind.HEDGE, "reported", "據報導?|媒體報導|reportedly|(?:is|are) reported to|according to reports"),
    (Kind.HEDGE, "perhaps", "可能|也許|或許|未必|不一定|might|perhaps|possibly|likely|probably|not necessarily"),
    (Kind.HEDGE, "as_a_rule", "原則上|通常|一般來說|in principle|as a rule|usually|normally|generally"),
    (Kind.HEDGE, "surely", "一定|必定|必然|保證|絕對|永遠|guarantees?|guaranteed|certainly|definitely|always|automatically|自動"),
    (
        Kind.NEGATION,
        "need_not",
        "不必|不用|不需要?|不須|無須|無需|毋須|毋需|need not|needs not|(?:do|does) not (?:have|need) to|(?:is|are) not required to|(?:is|are) not obliged to",
    ),
    (
        Kind.NEGATION,
        "must_not",
        "不得|不可以|不可|不能|不准|禁止|must not|shall not|cannot|can not|(?:is|are) not allowed to|forbidden|prohibited|banned|prohibits?|forbids?",
    ),
    (Kind.NEGATION, "may_not", "may not"),  # forbids or doubts: only its own words repeat it
    (Kind.NEGATION, "not_yet", "尚未|還沒有?|not yet"),
    (
        Kind.NEGATION,
        "not",
        "不是|並非|並不|並未|不會|沒有|沒|無|未|非|不|勿"
        "|(?:do|does|did|is|are|was|were|will|has|have) not|not|no|none|never|neither|nor|without|nothing|nobody",
    ),
    (Kind.MODAL, "should", "應該|最好|建議|宜|should|ought to|advised to|recommended"),
    (
        Kind.MODAL,
        "must",
        "應當|應(?!徵|用|聘|變)|必須|須|務必|一定要|有義務|義務"
        "|must|shall|(?:has|have|had) to|(?:is|are) required to|(?:is|are) obliged to|dut(?:y|ies)|obligations?",
    ),
    (Kind.MODAL, "right", "有權利?|權利|(?:is|are) entitled to|entitled|rights?"),
    (Kind.MODAL, "may", "可以|得以|得(?=向|以|請|要|於|依|申|拒|終|不經)|可|能夠|能(?!力)|may|can|could|(?:is|are) allowed to|(?:is|are) free to"),
    (Kind.PARTY, "private", "非公務機關|私人(?:公司|企業|雇主)|私部門|民間(?:公司|企業|雇主)?|private(?:[- ]sector)?"),
    (Kind.PARTY, "public", "公務機關|政府機關|行政機關|公部門|公立|政府|機關(?!構)|public(?:[- ]sector)?|government(?:al)?|agenc(?:y|ies)|state"),
    (Kind.PARTY, "employer", "雇主|公司|資方|事業單位|企業|employers?|compan(?:y|ies)|firms?|business(?:es)?"),
    (Kind.PARTY, "worker", "勞工|員工|受[僱雇]者|受[僱雇]人|勞方|workers?|employees?|staff"),
    (Kind.PARTY, "applicant", "求職者|求職人|應徵者|applicants?|job ?seekers?|candidates?"),
    (Kind.PARTY, "rider", "外送員|外送夥伴|riders?|couriers?"),
    (Kind.PARTY, "platform", "平台業者|平台|平臺|platforms?"),
    (Kind.PARTY, "migrant", "移工|外籍(?:勞工|移工)?|migrants?|foreign"),
    (Kind.PARTY, "union", "工會|unions?"),
    (Kind.PARTY, "authority", "主管機關|勞工局|勞動局|勞動部|勞動檢查|勞檢|authorit(?:y|ies)|ministry|inspectors?|inspectorate"),
    (Kind.PARTY, "court", "法院|法官|courts?|judges?"),
    (Kind.PARTY, "manager", "主管|經理|人資|managers?|supervisors?|human resources"),
    (Kind.PARTY, "system", "系統|演算法|systems?|algorithms?|machines?"),
    (Kind.PARTY, "you", "你們|你|您|yourself|your|yours|you"),
    (Kind.PARTY, "they", "他們|她們|它|他|她|對方|they|them|their|he|she|it|its"),
    (Kind.CONDITION, "only", "只有|僅限|僅|只(?!要)|限於|only|solely|exclusively|才"),
    (Kind.CONDITION, "unless", "除非|除外|除了|除|例外|unless|except(?:ions?)?|other than|apart from|save"),
    (Kind.CONDITION, "if", "如果|只要|倘若|倘|假如|若|的話|[的者](?=\\s*$)|if|provided(?: that)?|as long as|on condition|subject to|in case"),
    (Kind.CONDITION, "when", "當|時(?=[\\s,]|$)|情形下|情況下|when(?:ever)?|where|while|during|期間|once"),
    (Kind.CONDITION, "before", "事先|事前|先|之前|以前|beforehand|in advance|prior|first|before|until"),
    (Kind.CONDITION, "after", "之後|以後|事後|after(?:wards)?|from|since|自|起"),
    (Kind.CONDITION, "even", "即使|縱使|就算|even if|even when|even though|不論|無論|regardless|whether or not"),
    (Kind.CONDITION, "all", "所有|全部|一律|每一?|任何|全體|都|all|every|each|any|both"),
    (Kind.CONDITION, "some", "部分|某些|有些|some|certain|several|partly|larger|smaller|大型|小型"),
    (Kind.CONDITION, "or", "或者?|還是|or|either"),
    (Kind.CONDITION, "because", "因為?|由於|基於|because|due to|on grounds? of|on the grounds? of"),
    (Kind.MANNER, "writing", "(?:以|用)?書面(?:方式|形式)?|in writing|written"),
    (Kind.MANNER, "spoken", "口頭(?:上)?|以?口頭(?:方式)?|orally|verbally|by phone|by word of mouth"),
    (Kind.MANNER, "free", "免費|free of charge|at no cost|for free"),
    (
        Kind.LAW,
        "law",
        "合法|違法|非法|依法|法律|法規|條文|規定|勝訴|敗訴|打贏|打輸|legal(?:ly)?|illegal(?:ly)?|lawful(?:ly)?|unlawful(?:ly)?|laws?|acts?|statutes?|win|lose|sue",
    ),
    (Kind.NEUTRAL, "and", "而且|並且|並|且|以及|及|和|與|、|and|then"),
    (Kind.NEUTRAL, "", "另外|此外|同時|因此|所以|也就是說|換句話說|首先|其次|接著|然後|最後|請|的|了|也|就|而|則|喔|吧|呢|於|在|這樣一?來|還"),
    (
        Kind.NEUTRAL,
        "",
        "the|a|an|also|so|therefore|too|please|moreover|besides|in addition|furthermore|next|finally|as well|is|are|be|that|this means|in other words|of",
    ),
)
