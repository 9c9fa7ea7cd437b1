"""All domain nouns, one import away: frozen values and enumerations, no behaviour beyond reading themselves."""

from parsers.vocabulary.billing import *
from parsers.vocabulary.credit import *
from parsers.vocabulary.judgement import *
from parsers.vocabulary.mail import *
from parsers.vocabulary.money import *
from parsers.vocabulary.reading import *
