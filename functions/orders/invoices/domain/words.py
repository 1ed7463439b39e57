"""The words of invoices and credit notes, in the languages that they are written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a document beside what it is about."""

    invoice: str
    credit_note: str
    date: str
    order: str
    ordered: str
    corrects: str
    tax_id: str
    buyer: str
    item: str
    quantity: str
    price: str
    rate: str
    total: str
    discount: str
    delivery: str
    deliveries: Mapping[str, str]
    refunded: str
    cancelled: str
    net: str
    tax: str
    gross: str
    tax_table: str
    included: str
    paid: str
    credited: str
    page: str
    sold_through: str
    notes: Mapping[str, str] = field(default_factory=dict)


WORDS: Mapping[str, Words] = {
    "en": Words(
        invoice="Invoice",
        credit_note="Credit note",
        date="Date",
        order="Order",
        ordered="Ordered on",
        corrects="Corrects invoice",
        tax_id="VAT number",
        buyer="Billed and delivered to",
        item="Item",
        quantity="Quantity",
        price="Price",
        rate="Rate",
        total="Total",
        discount="Discount",
        delivery="Delivery",
        deliveries={"standard": "Standard", "express": "Express"},
        refunded="A part of the invoice",
        cancelled="The order was cancelled",
        net="Net",
        tax="VAT",
        gross="Gross",
        tax_table="VAT by rate",
        included="VAT included",
        paid="Total paid",
        credited="Total credited",
        page="Page {page} of {pages}",
        sold_through="Sold through {brand}",
        notes={"export": "Delivered to a place outside of the area of VAT: exempt as an export."},
    ),
    "de": Words(
        invoice="Rechnung",
        credit_note="Rechnungskorrektur",
        date="Datum",
        order="Bestellung",
        ordered="Bestellt am",
        corrects="Korrigiert die Rechnung",
        tax_id="USt-IdNr.",
        buyer="Rechnungs- und Lieferadresse",
        item="Artikel",
        quantity="Menge",
        price="Preis",
        rate="Satz",
        total="Summe",
        discount="Rabatt",
        delivery="Versand",
        deliveries={"standard": "Standard", "express": "Express"},
        refunded="Teil der Rechnung",
        cancelled="Die Bestellung wurde storniert",
        net="Netto",
        tax="MwSt.",
        gross="Brutto",
        tax_table="Mehrwertsteuer nach Satz",
        included="Enthaltene Mehrwertsteuer",
        paid="Gesamtbetrag, bezahlt",
        credited="Erstattungsbetrag",
        page="Seite {page} von {pages}",
        sold_through="Verkauft über {brand}",
        notes={"export": "Lieferung außerhalb des Mehrwertsteuergebiets: als Ausfuhr steuerfrei."},
    ),
    "ar": Words(
        invoice="فاتورة",
        credit_note="إشعار دائن",
        date="التاريخ",
        order="الطلب",
        ordered="تاريخ الطلب",
        corrects="يصحح الفاتورة",
        tax_id="الرقم الضريبي",
        buyer="عنوان الفاتورة والتوصيل",
        item="المنتج",
        quantity="الكمية",
        price="السعر",
        rate="النسبة",
        total="المجموع",
        discount="خصم",
        delivery="التوصيل",
        deliveries={"standard": "عادي", "express": "سريع"},
        refunded="جزء من الفاتورة",
        cancelled="أُلغي الطلب",
        net="الصافي",
        tax="الضريبة",
        gross="الإجمالي",
        tax_table="ضريبة القيمة المضافة حسب النسبة",
        included="ضريبة القيمة المضافة المشمولة",
        paid="المجموع المدفوع",
        credited="المبلغ المردود",
        page="صفحة {page} من {pages}",
        sold_through="بيع عبر {brand}",
        notes={"export": "توصيل إلى خارج نطاق ضريبة القيمة المضافة: معفى بوصفه تصديرًا."},
    ),
}
