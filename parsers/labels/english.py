"""English."""

from parsers.labels.shape import Labels, fields, phrases

ENGLISH = Labels(
    language="en",
    wrote=phrases("wrote | writes | sent | has written | schrieb/wrote"),
    on=phrases("on"),
    fields=fields(
        sender="From",
        sent="Sent",
        date="Date | Sent on | Sent at",
        to="To",
        cc="Cc | Bcc",
        subject="Subject | Re",
        reply_to="Reply-To | Reply to | Organization | Importance | Attachments",
    ),
    original=phrases(
        """
        Original Message | Original Mail | Original Email | Original | Reply message | Replied Message |
        Original Appointment
        """
    ),
    forwarded=phrases(
        """
        Forwarded message | Forwarded Message | Begin forwarded message | Forwarded mail | Forwarded by |
        Original message forwarded | Forwarded email | Start of forwarded message
        """
    ),
    reply_above=phrases(
        """
        reply above this line | type your reply above | write your reply above |
        do not write below this line | to reply to this message, please enter your reply above
        """
    ),
    closing_starts=phrases(
        """
        thank you for | thanks for | many thanks for | thank you in | looking forward | have a |
        hope to hear | hoping to hear | with best | with kind | with warm | best regards from |
        regards from | greetings from | thank you so | thanks so | thanks very | thank you very |
        enjoy your | wishing you | appreciate your | awaiting your | in anticipation
        """
    ),
    closings=phrases(
        """
        thanks | thank you | many thanks | thanks a lot | thanks so much | thank you very much |
        thank you so much | thanks again | thank you again | thanks in advance | thank you in advance |
        thanks and regards | thanks & regards | thx | cheers | best | all the best | best wishes |
        best regards | kind regards | warm regards | warmest regards | kindest regards | regards |
        with regards | with best regards | with kind regards | best wishes and regards | br | kr | rgds |
        sincerely | sincerely yours | yours sincerely | yours truly | very truly yours |
        yours faithfully | yours | respectfully | respectfully yours | cordially | warmly | take care |
        talk soon | have a great day | have a nice day | have a good day | ty | tia |
        thank you for your help | thanks for your help | thank you for your time | thanks for your time |
        love | xoxo | good day | many thanks in advance | thank you and best regards |
        thank you and kind regards | with thanks | ta
        """
    ),
    device=(
        r"(?:[-–—]+\s*)?sent (?:wirelessly )?(?:from|via|with|using|on the go|by) (?!(?:my |the |a |"
        r"an )?(?:same|wrong|bank|account|card|invoice|support|billing|old|new|other)\b)\S.{0,70}",
        r"sent by (?:my )?\S.{0,60}(?:iphone|ipad|app|android|phone)\b.{0,20}",
        r"get outlook for (?:ios|android|mac)\b.{0,120}",
        r"via (?:my )?(?:mobile|phone|iphone|ipad|android|blackberry|tablet)",
        r"get (?:bluemail|outlook|spark|aqua mail|nine|edison mail) for .{0,60}",
        r"get the (?:\S+ )?app\b.{0,60}",
        r"(?:sent|mailed|typed|written) (?:from|on|with|by) (?:a |an |my )?(?:mobile|phone|tablet|"
        r"handheld)\b.{0,80}",
        r"(?:please )?(?:excuse|forgive|pardon) (?:my |the |any )?(?:brevity|typos|typo's|spelling|"
        r"terseness)\b.{0,80}",
        r"(?:yahoo mail|aol mail|gmail|mail)[: ]+(?:search, organi[sz]e|search organi[sz]e).{0,60}",
    ),
    legal=phrases(
        """
        this email and any attachment | this e-mail and any attachment | this email and any files |
        this e-mail and any files | this email (including | this e-mail (including |
        this message (including | this message and any attachment | this email is confidential |
        this e-mail is confidential | this email is intended | this e-mail is intended |
        this message is intended | this message contains confidential | this message may contain |
        this email may contain | this e-mail may contain | this communication is confidential |
        this communication may contain | this transmission is | the information contained in this |
        the information in this e | the information transmitted | the contents of this e |
        confidentiality notice | confidentiality note | confidentiality: | privileged/confidential |
        disclaimer: | legal disclaimer | legal notice: | important notice: | notice: this e |
        if you are not the intended recipient | if you have received this e |
        please consider the environment | consider the environment before printing |
        think before you print | virus-free. www | virus-free.www |
        this email has been checked for viruses | this email has been scanned |
        this e-mail has been scanned | this message has been scanned | scanned by mailscanner |
        you received this message because you are subscribed | you are receiving this because you |
        to unsubscribe from this | reply to this email directly |
        view this email in your browser | registered in england | registered office: | sent with proton mail |
        sent with protonmail
        """
    ),
)
