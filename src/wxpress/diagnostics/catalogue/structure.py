"""WX23x、WX24x 篇章：what the checks find in the parts of a bulletin, its contents and its numbering."""

from wxpress.diagnostics.wording import Wording

_HEAD = "# 城市工作\n\n"

STRUCTURE: dict[str, Wording] = {
    "WX244": Wording(
        "warning",
        "{series} {year} 年第 {number} 期有两份：另一份是 {other}",
        "there are two of {series} {year}, number {number}: the other is {other}",
        "请核对期号；同一期的两稿，留一份",
        "check the numbers; of two versions of one issue keep one",
    ),
    "WX245": Wording(
        "information",
        "{series} {year} 年缺第 {number} 期：上一份是 {other}",
        "of {series} {year} number {number} is missing: the one before is {other}",
        "请核对期号是不是写错了；那一期本来就没有、或不放在这里的，不用改",
        "check the number; nothing to do if that issue never was, or is kept elsewhere",
    ),
    "WX231": Wording(
        "warning",
        "“{title}”下面没有文字",
        "there is no text below “{title}”",
        "请补上正文；若是栏目名，请改为 ##",
        "add its text; if it names a section, mark it with ##",
        f"{_HEAD}## 解读\n\n### 人民城市\n\n### 智慧城市\n\n人民城市人民建。",
        f"{_HEAD}## 解读\n\n### 人民城市\n\n人民城市人民建。",
    ),
    "WX232": Wording(
        "warning",
        "栏目“{title}”里一篇也没有",
        "section “{title}” holds no article",
        "请删去栏目名，或补上篇目",
        "delete its name, or add its articles",
        f"{_HEAD}## 解读\n\n## 评析\n\n### 人民城市\n\n人民城市人民建。",
        f"{_HEAD}## 解读\n\n### 人民城市\n\n人民城市人民建。",
    ),
    "WX233": Wording(
        "warning",
        "同一栏目里有两篇都叫“{title}”",
        "two articles of one section are called “{title}”",
        "请核对是否重复，或给其中一篇改题",
        "one may be a copy; else give it another title",
        f"{_HEAD}## 解读\n\n### 人民城市\n\n人民城市人民建。\n\n### 人民城市\n\n人民城市为人民。",
        f"{_HEAD}## 解读\n\n### 人民城市\n\n人民城市人民建。\n\n### 智慧城市\n\n人民城市为人民。",
    ),
    "WX234": Wording(
        "warning",
        "正文第一段与题目“{title}”一字不差",
        "the first paragraph repeats the title “{title}”",
        "多半是题目抄了两遍，请删去一处",
        "the title was probably copied twice; delete one",
        f"{_HEAD}## 解读\n\n### 让城市更智慧\n\n让城市更智慧\n\n人民城市人民建，人民城市为人民。",
        f"{_HEAD}## 解读\n\n### 让城市更智慧\n\n人民城市人民建，人民城市为人民。",
    ),
    "WX235": Wording(
        "warning",
        "题目长达 {length} 字，超过 {limit} 字",
        "the title has {length} characters, more than {limit}",
        "可能是正文被当成了题目；确是题目的，请缩短或拆出副题",
        "it may be text taken for a title; else shorten it",
        f"{_HEAD}## 解读\n\n### 城市是我国经济、政治、文化、社会等方面活动的中心，在党和国家工作全局中举足轻重，"
        "要把握规律、统筹推进，走出一条中国特色城市现代化新路子\n\n人民城市人民建。",
        f"{_HEAD}## 解读\n\n### 走出一条中国特色城市现代化新路子\n\n人民城市人民建。",
    ),
    "WX236": Wording(
        "warning",
        "题目末尾不用“{text}”",
        "a title does not end in “{text}”",
        "题目末尾一般不用句号、逗号（GB/T 15834 附录 A）；若是正文，请去掉标题标记",
        "titles end without a stop (GB/T 15834, A); if it is text, take the mark away",
        f"{_HEAD}## 解读\n\n### 让城市更智慧一些。\n\n人民城市人民建。",
        f"{_HEAD}## 解读\n\n### 城市工作怎么干？\n\n人民城市人民建。",
    ),
    "WX237": Wording(
        "warning",
        "目录里“{title}”排在“{above}”之后，正文里却在它前面",
        "“{title}” follows “{above}” in the contents and precedes it in the body",
        "请按正文的次序改目录",
        "put the contents in the order of the body",
        f"{_HEAD}目录\n\n- **解读**.....1\n - 智慧城市\n - 人民城市\n\n解读\n\n"
        "人民城市\n\n人民城市人民建。\n\n智慧城市\n\n人民城市为人民。",
        f"{_HEAD}目录\n\n- **解读**.....1\n - 人民城市\n - 智慧城市\n\n解读\n\n"
        "人民城市\n\n人民城市人民建。\n\n智慧城市\n\n人民城市为人民。",
    ),
    "WX238": Wording(
        "warning",
        "目录里“{title}”的页码是 {page}，它上面一条已是 {above}",
        "“{title}” has page {page} in the contents, the entry above has {above}",
        "请核对印着的页码；成品里的页码由工具自己排",
        "check the printed pages; outputs get page numbers of their own",
        f"{_HEAD}目录\n\n解读……5\n\n评析……3\n\n解读\n\n人民城市人民建。\n\n评析\n\n人民城市为人民。",
        f"{_HEAD}目录\n\n解读……3\n\n评析……5\n\n解读\n\n人民城市人民建。\n\n评析\n\n人民城市为人民。",
    ),
    "WX239": Wording(
        "information",
        "目录里“{title}”没有页码，同级的多数有",
        "“{title}” has no page in the contents, most of its level have one",
        "请核对是否漏印",
        "check whether it was left out",
        f"{_HEAD}目录\n\n- **解读**.....1\n - 人民城市.....2\n - 智慧城市\n - 宜居城市.....6\n\n解读\n\n"
        "人民城市\n\n城市是人民的城市。\n\n智慧城市\n\n让城市更智慧。\n\n宜居城市\n\n让生活更便利。",
        f"{_HEAD}目录\n\n- **解读**.....1\n - 人民城市.....2\n - 智慧城市.....4\n - 宜居城市.....6\n\n解读\n\n"
        "人民城市\n\n城市是人民的城市。\n\n智慧城市\n\n让城市更智慧。\n\n宜居城市\n\n让生活更便利。",
    ),
    "WX240": Wording(
        "warning",
        "这一段与第 {line} {unit}一字不差",
        "this paragraph is the same as {unit_en} {line}",
        "多半是复制了两遍，请删去一处",
        "it was probably copied twice; delete one",
        "人民城市人民建，人民城市为人民，是城市工作的根本。\n\n人民城市人民建，人民城市为人民，是城市工作的根本。",
        "人民城市人民建，人民城市为人民，是城市工作的根本。",
    ),
    "WX241": Wording(
        "warning",
        "序号“{text}”之前缺号：上一个是第 {last} 个",
        "number “{text}” leaves a gap: the one above is {last}",
        "请核对是漏了一条，还是序号写错",
        "an item may be missing, or the number is wrong",
        "一、加强领导\n\n要落实责任。\n\n二、突出重点\n\n要分清主次。\n\n四、强化保障\n\n要保障投入。",
        "一、加强领导\n\n要落实责任。\n\n二、突出重点\n\n要分清主次。\n\n三、强化保障\n\n要保障投入。",
    ),
    "WX242": Wording(
        "warning",
        "序号“{text}”重复",
        "number “{text}” comes twice",
        "请改正后面的序号",
        "put the numbers right from here on",
        "要做到：一是加强领导；二是突出重点；二是强化保障。",
        "要做到：一是加强领导；二是突出重点；三是强化保障。",
    ),
    "WX243": Wording(
        "warning",
        "目录里“{title}”列了两次",
        "“{title}” stands twice in the contents",
        "请删去一条",
        "delete one",
        f"{_HEAD}目录\n\n- **解读**.....1\n - 人民城市\n - 人民城市\n\n解读\n\n人民城市\n\n人民城市人民建。",
        f"{_HEAD}目录\n\n- **解读**.....1\n - 人民城市\n\n解读\n\n人民城市\n\n人民城市人民建。",
    ),
}
