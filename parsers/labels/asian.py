"""Chinese, Japanese, Korean, Vietnamese, Indonesian, Thai."""

from parsers.labels.shape import Labels, fields, phrases

CHINESE = Labels(
    language="zh",
    wrote=phrases("写道 | 寫道 | 写到 | 寫到 | 写入 | 写信给 | 的邮件 | 来信"),
    on=phrases("在 | 于 | 於"),
    fields=fields(
        sender="发件人 | 寄件者 | 寄件人 | 發件人 | 发信人 | 从 | 自",
        sent="发送时间 | 发送日期 | 寄件日期 | 傳送時間 | 發送時間 | 已发送 | 传送时间 | 寄件時間",
        date="日期 | 时间 | 時間",
        to="收件人 | 收件者 | 至 | 到",
        cc="抄送 | 副本 | 抄送人",
        subject="主题 | 主題 | 主旨 | 标题",
        reply_to="回复 | 重要性 | 答复",
    ),
    original=phrases("原始邮件 | 原始郵件 | 原邮件 | 原始信件 | 邮件原件 | 原信 | 原文"),
    forwarded=phrases(
        """
        转发的邮件 | 转发邮件 | 已转发的邮件 | 轉寄郵件 | 轉寄的郵件 |
        转发邮件信息 | 以下是转发的邮件 | 開始轉寄郵件 | 开始转发的邮件
        """
    ),
    reply_above=phrases("请在此行上方回复 | 請在此行上方回覆 | 请在这条线上方输入您的回复"),
    closings=phrases(
        """
        谢谢 | 谢谢您 | 多谢 | 感谢 | 非常感谢 | 謝謝 |
        謝謝您 | 感謝 | 此致 | 敬礼 | 祝好 | 顺祝商祺 |
        祝商祺 | 敬上 | 順頌商祺 | 祝顺利 | 盼复 | 此致敬礼
        """
    ),
    device=(
        r"(?:发自|發自|来自|來自)(?:我的|于|於)?\s?.{0,40}",
        r"(?:从|從)(?:我的)?\s?.{1,30}(?:发送|發送|傳送|寄出)",
        r".{0,20}(?:获取|下载)\s?outlook.{0,60}",
        r"使用.{1,30}(?:发送|傳送)",
    ),
    legal=phrases(
        """
        本邮件及其附件 | 本邮件 | 此邮件及 | 本電子郵件 |
        此電子郵件 | 本郵件 | 免责声明 | 保密提示
        """
    ),
)

JAPANESE = Labels(
    language="ja",
    wrote=phrases(
        """
        のメール | が書きました | さんは書きました | は書きました | さんが書きました |
        のメッセージ | さんからのメール | 書きました | wrote
        """
    ),
    fields=fields(
        sender="差出人 | 送信者 | 発信者 | From",
        sent="送信日時 | 送信日 | 送信済み",
        date="日時 | 日付",
        to="宛先 | 受信者 | To",
        cc="Cc | CC",
        subject="件名 | 題名",
        reply_to="返信先 | 重要度",
    ),
    original=phrases("元のメッセージ | 元のメール | オリジナルメッセージ | 元メッセージ | 元の メッセージ"),
    forwarded=phrases(
        "転送メッセージ | 転送されたメッセージ | 転送メール | 以下、転送メール | ここから転送 | 転送された メッセージ"
    ),
    reply_above=phrases("この行より上に返信 | この線より上に返信"),
    closings=phrases(
        """
        よろしくお願いします | よろしくお願いいたします |
        よろしくお願い致します | 宜しくお願いします |
        宜しくお願いいたします | 宜しくお願い致します |
        どうぞよろしくお願いいたします |
        何卒よろしくお願いいたします | 以上 | 敬具 |
        ありがとうございます | ありがとうございました |
        草々
        """
    ),
    device=(
        r".{0,30}(?:iphone|ipad|android|スマートフォン|携帯|outlook|yahoo).{0,20}から送信.{0,20}",
        r".{1,30}から送信(?:されました|しました)?",
        r".{0,20}outlook.{0,10}(?:を入手|のダウンロード).{0,40}",
    ),
    legal=phrases("このメールには | 本メールには | このメールは機密 | 本メールおよび | 本電子メール"),
)

KOREAN = Labels(
    language="ko",
    wrote=phrases(
        """
        작성 | 님이 작성 | 님이 씀 | 썼습니다 | 작성했습니다 |
        님이 썼습니다 | 님의 말 | 보낸 메일 | 님이 작성한 메일
        """
    ),
    fields=fields(
        sender="보낸 사람 | 보낸사람 | 발신 | 발신인 | From",
        sent="보낸 날짜 | 보낸날짜 | 보낸 시간 | 발송일 | 보낸 일시",
        date="날짜 | 일시",
        to="받는 사람 | 받는사람 | 수신 | 수신인",
        cc="참조 | 숨은참조",
        subject="제목",
    ),
    original=phrases("원본 메시지 | 원본 메일 | 원본메시지 | 원본 이메일 | 원본메일"),
    forwarded=phrases("전달된 메시지 | 전달된 메일 | 전달 메시지 | 전달한 메시지 | 전달받은 메시지"),
    reply_above=phrases("이 줄 위에 답장 | 이 선 위에 회신"),
    closings=phrases(
        "감사합니다 | 고맙습니다 | 감사드립니다 | 수고하세요 | 수고하십시오 | 드림 | 올림 | 안녕히 계세요"
    ),
    device=(
        r"(?:나의|내|제)?\s?.{1,30}에서 (?:보냄|보낸|발송|전송됨|보냈습니다).{0,20}",
        r".{0,20}outlook.{0,10}다운로드.{0,20}",
    ),
    legal=phrases("이 메일은 | 본 메일은 | 이 전자우편"),
)

VIETNAMESE = Labels(
    language="vi",
    wrote=phrases("đã viết | viết"),
    on=phrases("vào | vào lúc | vào ngày | ngày | lúc"),
    fields=fields(
        sender="Từ",
        sent="Đã gửi | Gửi",
        date="Ngày",
        to="Đến | Tới",
        cc="Cc",
        subject="Chủ đề | Tiêu đề",
    ),
    original=phrases("Thư gốc | Tin nhắn gốc"),
    forwarded=phrases("Thư đã chuyển tiếp | Tin nhắn được chuyển tiếp"),
    closings=phrases("cảm ơn | xin cảm ơn | trân trọng | chân thành cảm ơn | thân ái"),
    device=(r"(?:đã )?(?:được )?gửi từ .{0,60}",),
)

INDONESIAN = Labels(
    language="id",
    wrote=phrases("menulis | telah menulis | wrote"),
    on=phrases("pada"),
    fields=fields(
        sender="Dari",
        sent="Terkirim | Dikirim",
        date="Tanggal",
        to="Kepada | Untuk",
        cc="Tembusan",
        subject="Perihal | Subjek",
    ),
    original=phrases("Pesan asli"),
    forwarded=phrases("Pesan terusan | Pesan yang diteruskan"),
    closings=phrases("terima kasih | terimakasih | salam | hormat saya"),
    device=(r"dikirim dari .{0,60}",),
)

THAI = Labels(
    language="th",
    wrote=phrases("เขียนว่า | เขียน"),
    on=phrases("เมื่อ | ในวันที่"),
    fields=fields(
        sender="จาก",
        sent="ส่ง | ส่งเมื่อ",
        date="วันที่",
        to="ถึง",
        cc="สำเนา",
        subject="เรื่อง | หัวเรื่อง",
    ),
    original=phrases("ข้อความต้นฉบับ"),
    forwarded=phrases("ข้อความที่ส่งต่อ"),
    closings=phrases("ขอบคุณ | ขอบคุณครับ | ขอบคุณค่ะ | ขอแสดงความนับถือ"),
    device=(r"ส่งจาก.{0,60}",),
)

ASIAN = (
    CHINESE,
    JAPANESE,
    KOREAN,
    VIETNAMESE,
    INDONESIAN,
    THAI,
)
